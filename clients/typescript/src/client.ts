import { KnownAnswers } from './answers.js';
import { textOf, type TypedDocument } from './document.js';
import { type GraphQLErrorEntry, RegisterError } from './error.js';
import { MomentDocument } from './generated/documents.js';
import { type Connection, type PageOptions, type PageVariables, readPages } from './pages.js';
import { retryAfter, type RetryOptions, sendPatiently } from './retry.js';

/** Longer addresses are not taken everywhere on the way: such queries go by POST. */
const LONGEST_ADDRESS = 4_000;
/** How far the clock of this machine may be ahead of the register's. */
const CLOCK_SLACK = 5 * 60 * 1_000;
const REVISION_HEADER = 'register-revision';

export interface ClientOptions {
  /** Address of the graph, such as https://register.example/graphql. */
  endpoint: string | URL;
  /** Token of the sign-in, or what fetches one, each time anew; without it you are the public. */
  token?: string | (() => string | Promise<string>);
  /** Another `fetch`, for a proxy or a test. */
  fetch?: typeof fetch;
  retry?: RetryOptions;
}

export interface QueryOptions {
  /** Ends it, such as AbortSignal.timeout(10_000). */
  signal?: AbortSignal;
}

/** An answer and the revision of the register that it shows; null where the register did not say. */
export interface Answered<Result> {
  data: Result;
  revision: number | null;
}

/** A moment of the register, to ask about again and to cite. */
export interface Moment {
  /** How many publications had made the register by then. */
  revision: number;
  /** For the variable `asOf`; null where nothing was ever published. */
  asOf: string | null;
  /** When the newest of them was published. */
  publishedAt: string | null;
}

/** Variables are left out only where the query needs none. */
type Rest<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: QueryOptions]
    : [variables: Variables, options?: QueryOptions];

/**
 * The register, asked. Public queries go by GET, so that caches may answer them. What it is answered is never older than
 * what it was answered before.
 */
export class RegisterClient {
  private readonly endpoint: URL;
  private readonly options: ClientOptions;
  private readonly known = new KnownAnswers();
  private seen: number | null = null;

  constructor(options: ClientOptions) {
    this.endpoint = new URL(options.endpoint);
    this.options = options;
  }

  /** The newest revision of the register that this client was shown; null before the first answer. */
  get revision(): number | null {
    return this.seen;
  }

  /** Sends a query and gives its data. Throws RegisterError where anything is wrong with it. */
  async query<Result = unknown, Variables = Record<string, unknown>>(
    document: TypedDocument<Result, Variables>,
    ...[variables, options]: Rest<Variables>
  ): Promise<Result> {
    return (await this.ask(document, variables ?? {}, options ?? {})).data;
  }

  /** The same, with the revision that is shown. */
  async queryWithRevision<Result = unknown, Variables = Record<string, unknown>>(
    document: TypedDocument<Result, Variables>,
    ...[variables, options]: Rest<Variables>
  ): Promise<Answered<Result>> {
    return this.ask(document, variables ?? {}, options ?? {});
  }

  /**
   * The items of a list of any length: `for await (const node of client.pages(document, variables, (data) => data.councils))`.
   * A list that is null has no items.
   *
   * No item is missing and none comes twice, even if there is a publication meanwhile. For the public, a query that has
   * a variable `$asOf` and is given none is asked as of the moment of the first page. Any other is read as things are, and
   * fails with PUBLISHED_MEANWHILE where the register says of a later page that it shows another revision.
   */
  pages<Result, Variables extends PageVariables, Node>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    connection: (result: Result) => Connection<Node> | null | undefined,
    options: PageOptions = {},
  ): AsyncGenerator<Node, void, undefined> {
    const reader = {
      ask: <Answer>(asked: TypedDocument<Answer, never>, values: object, more: QueryOptions) =>
        this.ask(asked, values, more),
      // What is not published has no past: whoever signs in to see it is shown it as it is.
      pin: async (more: QueryOptions) => (this.options.token === undefined ? (await this.moment(more)).asOf : null),
    };
    return readPages(reader, document, variables, connection, options);
  }

  /**
   * The register as it is now, as a moment. Give its `asOf` to every query of a piece of work, and they agree with each
   * other; note it, and anybody can repeat them later.
   */
  async moment(options: QueryOptions = {}): Promise<Moment> {
    const { revision, publishedAt } = (await this.query(MomentDocument, {}, options)).register;
    if (publishedAt === null) return { revision, asOf: null, publishedAt: null };
    // What is overdue is reckoned by the day of the moment: today, and not the day of the latest publication.
    const midnight = new Date(Date.now() - CLOCK_SLACK).setUTCHours(0, 0, 0, 0);
    return { revision, asOf: new Date(Math.max(midnight, Date.parse(publishedAt))).toISOString(), publishedAt };
  }

  private async ask<Result>(
    document: TypedDocument<Result, never>,
    variables: object,
    { signal }: QueryOptions,
  ): Promise<Answered<Result>> {
    const query = textOf(document);
    const token = typeof this.options.token === 'function' ? await this.options.token() : this.options.token;
    const address = token === undefined && !/^mutation\b/m.test(query) ? this.addressOf(query, variables) : undefined;
    const known = address && this.known.get(address);
    const send = (): Promise<Response> =>
      (this.options.fetch ?? fetch)(address ?? this.endpoint.href, {
        method: address ? 'GET' : 'POST',
        headers: {
          // What is wrong with a query has a status of its own only in the first of these.
          accept: 'application/graphql-response+json, application/json;q=0.9',
          // By which the register knows that no page elsewhere had a browser send this.
          'apollo-require-preflight': 'true',
          ...(!address && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(this.seen !== null && { [REVISION_HEADER]: String(this.seen) }),
          ...(known && { 'if-none-match': known.etag }),
        },
        ...(!address && { body: JSON.stringify({ query, variables }) }),
        ...(signal && { signal }),
      });
    let response: Response;
    let text: string;
    try {
      response = await sendPatiently(send, this.options.retry ?? {}, signal);
      text = response.status === 304 && known ? known.text : await response.text();
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new RegisterError(`Nothing answers at ${this.endpoint.href}.`, { code: 'UNREACHABLE', cause });
    }
    const { data, revision } = this.read<Result>(response, text);
    if (address) this.known.keep(address, response.headers.get('etag'), text);
    return { data, revision };
  }

  /** The address of a public query; undefined where it would be too long. */
  private addressOf(query: string, variables: object): string | undefined {
    const address = new URL(this.endpoint);
    address.searchParams.set('query', query);
    if (Object.keys(variables).length > 0) address.searchParams.set('variables', JSON.stringify(variables));
    return address.href.length > LONGEST_ADDRESS ? undefined : address.href;
  }

  private read<Result>(response: Response, text: string): Answered<Result> {
    const { status, headers } = response;
    const requestId = headers.get('x-request-id') ?? undefined;
    let body: { data?: Result | null; errors?: GraphQLErrorEntry[] } | null;
    try {
      body = JSON.parse(text) as typeof body;
    } catch {
      body = null;
    }
    const [first] = body?.errors ?? [];
    if (first) {
      throw new RegisterError(first.message, {
        code: first.extensions?.code ?? 'INTERNAL_SERVER_ERROR',
        status,
        errors: body!.errors,
        data: body!.data ?? null,
        requestId: requestId ?? first.extensions?.id,
        retryAfter: retryAfter(response),
      });
    }
    if (body?.data == null) {
      throw new RegisterError(`${this.endpoint.href} answered ${status}, and not as the register does.`, {
        code: status === 429 ? 'RATE_LIMITED' : status === 503 ? 'BUSY' : 'NOT_THE_REGISTER',
        status,
        requestId,
        retryAfter: retryAfter(response),
      });
    }
    const said = headers.get(REVISION_HEADER);
    const revision = said === null ? null : Number(said);
    if (revision !== null) this.seen = Math.max(this.seen ?? 0, revision);
    return { data: body.data, revision };
  }
}
