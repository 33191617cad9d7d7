import '../../src/modules';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import request from 'supertest';
import type { DataSource } from 'typeorm';
import { createApp } from '../../src/app';
import type { SignInConfig } from '../../src/config';
import { connect } from '../../src/database/data-source';
import { openViewDatabases, type ViewDatabases } from '../../src/database/view-databases';
import { Downloads } from '../../src/downloads/downloads';
import { VIEWS } from '../../src/graph/audience';
import { buildUnshieldedView } from '../../src/graph/schema';
import type { IssuerConfig } from '../../src/identity/issuers';
import { signLocalToken } from '../../src/identity/local-issuer';
import { DEFAULT_LIMITS, LIMIT_NAMES, type Limits } from '../../src/limits/limits';
import { releaseDue } from '../../src/releases/release-clock';
import { createVerifier } from '../../src/identity/verifier';
import { RevisionWatch } from '../../src/publications/revision-watch';
import { type Clone, cloneDatabase } from './databases';
import { Folder } from './files';

export interface GraphResponse {
  status: number;
  data: any;
  errors:
    | {
        message: string;
        extensions: { code: string };
        path?: (string | number)[];
        locations?: { line: number; column: number }[];
      }[]
    | undefined;
  /** The body as it came. */
  text: string;
  headers: Record<string, string>;
}

/** Whom a request is made as. */
export interface Caller {
  view: 'council' | 'government' | 'office';
  organisation: string;
  roles?: string[];
  expires?: string;
  /** Who the person is; `tester` where not said. */
  subject?: string;
}

interface ServerOptions {
  /** false takes the shield away. */
  shield?: boolean;
  issuers?: IssuerConfig[];
  /** Whether tokens of the local issuer are refused, as in production. */
  production?: boolean;
  /** How many bytes of public answers to keep: none where not given, because tests change tables behind the register. */
  responseCacheBytes?: number;
  /** What is limited otherwise than usual. Points are not limited where not given, because tests ask a lot. */
  limits?: Partial<Limits>;
  trustedProxies?: string[];
  corsOrigins?: string[];
  /** How people sign in; by the local issuer where not given. */
  signIn?: SignInConfig;
  publicUrl?: string;
}

/** For tests of the other guards, which ask more than anybody may. */
export const UNLIMITED: Partial<Limits> = {
  ...Object.fromEntries(LIMIT_NAMES.map((name) => [name, Infinity])),
  requestMilliseconds: DEFAULT_LIMITS.requestMilliseconds,
  statementMilliseconds: DEFAULT_LIMITS.statementMilliseconds,
};

/** How much tests ask at once is theirs to say, and how fast it is answered the machine's. */
const UNCOUNTED = { publicPoints: Infinity, organisationPoints: Infinity, requestsAtOnce: Infinity };

/** The register's own server on a database of the suite's own, spoken to through HTTP. */
export class TestServer {
  /** The SQL of the latest request. */
  statements: string[] = [];
  private readonly tokens = new Map<string, string>();

  private constructor(
    readonly app: FastifyInstance,
    /** As the owner of the database, to make data with. */
    readonly dataSource: DataSource,
    readonly revisions: RevisionWatch,
    private readonly databases: ViewDatabases,
    private readonly folder: Folder,
    private readonly clone: Clone,
    /** `makeDue()` makes its files, as the worker does. */
    readonly downloads: Downloads,
  ) {}

  get databaseUrl(): string {
    return this.clone.url;
  }

  static async start(from: 'empty' | 'reference', options: ServerOptions = {}): Promise<TestServer> {
    const clone = await cloneDatabase(from);
    const folder = new Folder();
    const dataSource = await connect(clone.url);
    const limits = { ...DEFAULT_LIMITS, ...UNCOUNTED, ...options.limits };
    const databases = await openViewDatabases(clone.url, {}, limits.statementMilliseconds);
    const revisions = await RevisionWatch.open(clone.url);
    const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
    const verify = createVerifier({
      issuers: options.issuers ?? [],
      localIssuerDirectory: options.production ? undefined : folder.path,
      reads: databases.PUBLIC,
      logger,
      keyCooldown: 0,
    });
    const directory = path.join(folder.path, 'downloads');
    const downloads = new Downloads({ database: databases.PUBLIC, revisions, directory, keep: 2, logger });
    const app = await createApp({
      databases,
      downloads,
      verify,
      logger,
      revisions,
      responseCacheBytes: options.responseCacheBytes ?? 0,
      limits,
      trustedProxies: options.trustedProxies ?? [],
      corsOrigins: options.corsOrigins ?? [],
      production: options.production ?? false,
      signIn: options.signIn,
      publicUrl: options.publicUrl,
      localIssuerDirectory: options.production ? undefined : folder.path,
      ...(options.shield === false && { schemaOf: buildUnshieldedView }),
    });
    await app.ready();
    const server = new TestServer(app, dataSource, revisions, databases, folder, clone, downloads);
    for (const view of VIEWS) {
      databases[view].onStatement = (sql) => server.statements.push(sql);
    }
    return server;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.revisions.close();
    await this.databases.close();
    await this.dataSource.destroy();
    this.folder.remove();
    await this.clone.drop();
  }

  /** Has the release clock look once, as a server does every few seconds. */
  releaseDue(): Promise<number> {
    return releaseDue(this.databases.OFFICE);
  }

  /** A token of the local issuer. */
  async token({ view, organisation, roles = [], expires = '1h', subject = 'tester' }: Caller): Promise<string> {
    const key = JSON.stringify([view, organisation, roles, expires, subject]);
    let token = this.tokens.get(key);
    if (token === undefined) {
      token = await signLocalToken(this.folder.path, { view, organisation, roles, expires, subject });
      this.tokens.set(key, token);
    }
    return token;
  }

  /** Sends a query, as a caller or as the public, and gives whatever comes back. */
  async ask(query: string, variables?: Record<string, unknown>, caller?: Caller): Promise<GraphResponse> {
    return this.askWithToken(query, variables, caller && (await this.token(caller)));
  }

  async askWithToken(query: string, variables?: Record<string, unknown>, token?: string): Promise<GraphResponse> {
    this.statements = [];
    const post = request(this.app.server).post('/graphql');
    if (token !== undefined) void post.set('authorization', `Bearer ${token}`);
    const { status, body, text, headers } = await post.send({ query, variables });
    return { status, data: body.data, errors: body.errors, text, headers };
  }

  /** Sends a query that must succeed and gives its data. */
  async query(query: string, variables?: Record<string, unknown>, caller?: Caller): Promise<any> {
    const { status, data, errors } = await this.ask(query, variables, caller);
    if (status !== 200 || errors) {
      throw new Error(
        `The query failed (${status}).\n${query}\n${JSON.stringify({ variables, caller, errors }, null, 2)}`,
      );
    }
    return data;
  }

  /** Sends a query that must fail and gives its first error. */
  async refusal(
    query: string,
    variables?: Record<string, unknown>,
    caller?: Caller,
  ): Promise<{ code: string; message: string }> {
    const { data, errors } = await this.ask(query, variables, caller);
    if (!errors) {
      throw new Error(
        `The query should have failed.\n${query}\n${JSON.stringify({ variables, caller, data }, null, 2)}`,
      );
    }
    return { code: errors[0]!.extensions.code, message: errors[0]!.message };
  }
}
