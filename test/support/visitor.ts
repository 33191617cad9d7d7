import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import request from 'supertest';
import type { OidcProvider } from './oidc-provider';
import type { Caller, TestServer } from './server';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** Where visitors have the site: the server of a test is told so. */
export const SITE = 'https://register.example';

/** What a page answered. */
export interface Seen {
  address: string;
  status: number;
  text: string;
  headers: Record<string, string>;
  /** The words of the page. */
  words: string;
}

/** Somebody at the site with a browser of their own, which keeps cookies and follows where it is led, without scripts. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** Each cookie as it was set. */
  readonly set: string[] = [];

  constructor(
    private readonly server: TestServer,
    private readonly provider: OidcProvider,
  ) {}

  static async signedIn(server: TestServer, provider: OidcProvider, person: Caller): Promise<Visitor> {
    const visitor = new Visitor(server, provider);
    await visitor.signIn(person);
    return visitor;
  }

  /** Signs in at the provider as somebody; gives the page that it leads to. */
  async signIn(person: Caller | undefined, address = '/sign-in'): Promise<Seen> {
    this.provider.person = person;
    const there = await this.once('get', address);
    const back = await fetch(there.headers['location']!, { redirect: 'manual' });
    return this.get(back.headers.get('location')!.slice(SITE.length));
  }

  /** Asks for a page, and follows redirects within the site. */
  async get(address: string): Promise<Seen> {
    return this.follow(await this.once('get', address));
  }

  /** Sends a form as a page has it, with what is filled in; `file` makes it a form with files. */
  async submit(page: Seen, form: string, fields: Record<string, string> = {}, file?: Buffer): Promise<Seen> {
    const hidden = hiddenFields(page.text, form);
    return this.follow(await this.once('post', page.address.split('?')[0]!, { ...hidden, ...fields }, file));
  }

  async follow(seen: Seen): Promise<Seen> {
    const { location } = seen.headers;
    return location?.startsWith('/') ? this.get(location) : seen;
  }

  /** Sends one request, and follows nothing. */
  async once(
    method: 'get' | 'post',
    address: string,
    fields: Record<string, string> = {},
    file?: Buffer,
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const sent = request(this.server.app.server)
      [method](address)
      .set({ accept: 'text/html', ...headers })
      .redirects(0);
    if (this.cookies.size > 0) void sent.set('cookie', [...this.cookies].map((each) => each.join('=')).join('; '));
    if (method === 'post') {
      if (file) {
        Object.entries(fields).forEach(([name, value]) => void sent.field(name, value));
        void sent.attach('file', file, 'figures.csv');
      } else {
        void sent.type('form').send(fields);
      }
    }
    const { status, text, headers: answered } = await sent;
    for (const cookie of (answered['set-cookie'] ?? []) as unknown as string[]) {
      this.set.push(cookie);
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (/Max-Age=0|1970/.test(cookie)) this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return {
      address,
      status,
      text: text ?? '',
      headers: answered,
      words: wordsOf(text ?? ''),
    };
  }
}

/** The elements of a page with a name. */
export function elements(html: string, name: string): Element[] {
  const found: Element[] = [];
  const walk = (node: Node): void => {
    if ('tagName' in node && node.tagName === name) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;

export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export const wordsOf = (html: string): string => textOf(parse(html)).replace(/\s+/g, ' ');

/** What a form sends by itself: of the form on a page that has this name. */
export function hiddenFields(html: string, form: string): Record<string, string> {
  for (const element of elements(html, 'form')) {
    const inputs: Element[] = [];
    const walk = (node: Node): void => {
      if ('tagName' in node && node.tagName === 'input') inputs.push(node);
      if ('childNodes' in node) node.childNodes.forEach(walk);
    };
    walk(element);
    const hidden = Object.fromEntries(
      inputs
        .filter((input) => attribute(input, 'type') === 'hidden')
        .map((input) => [attribute(input, 'name')!, attribute(input, 'value')!]),
    );
    if (hidden['form'] === form || (form === 'sign-out' && attribute(element, 'action') === '/sign-out')) return hidden;
  }
  throw new Error(`The page has no form "${form}".\n${wordsOf(html)}`);
}
