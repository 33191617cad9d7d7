import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is said of a cookie beside its value. Of the whole site, read by no script, sent by no form of another site. */
const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

/** A cookie of this site. */
export class Cookie {
  private readonly name: string;

  constructor(
    name: string,
    /** Whether it goes over TLS alone, as in production. */
    private readonly secure: boolean,
    /** How long a browser keeps it; until it is closed where nothing is said. */
    private readonly seconds?: number,
  ) {
    // With this prefix a browser takes it from this very host alone, over TLS.
    this.name = secure ? `__Host-${name}` : name;
  }

  read({ headers: { cookie } }: FastifyRequest): string | undefined {
    return cookie === undefined ? undefined : parseCookie(cookie)[this.name];
  }

  set(reply: FastifyReply, value: string): void {
    this.send(reply, value, this.seconds);
  }

  clear(reply: FastifyReply): void {
    this.send(reply, '', 0);
  }

  private send(reply: FastifyReply, value: string, maxAge: number | undefined): void {
    const { name, secure } = this;
    const cookie = { name, value, ...ATTRIBUTES, secure, ...(maxAge !== undefined && { maxAge }) };
    void reply.header('set-cookie', stringifySetCookie(cookie));
  }
}
