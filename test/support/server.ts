import '../../src/modules';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import request from 'supertest';
import type { DataSource } from 'typeorm';
import { createApp } from '../../src/app';
import { connect } from '../../src/database/data-source';
import { type Clone, cloneDatabase } from './databases';

export interface GraphResponse {
  status: number;
  data: any;
  errors: { message: string; extensions: { code: string }; path?: (string | number)[] }[] | undefined;
}

/** The register's own server on a database of the suite's own, spoken to through HTTP. */
export class TestServer {
  /** The SQL of the latest request. */
  statements: string[] = [];

  private constructor(
    readonly app: FastifyInstance,
    readonly dataSource: DataSource,
    private readonly clone: Clone,
  ) {}

  get databaseUrl(): string {
    return this.clone.url;
  }

  static async start(from: 'empty' | 'reference'): Promise<TestServer> {
    const clone = await cloneDatabase(from);
    const dataSource = await connect(clone.url);
    const app = await createApp({
      dataSource,
      logger: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
      onStatement: (sql) => server.statements.push(sql),
    });
    await app.ready();
    const server = new TestServer(app, dataSource, clone);
    return server;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.dataSource.destroy();
    await this.clone.drop();
  }

  /** Sends a query and gives whatever comes back. */
  async ask(query: string, variables?: Record<string, unknown>): Promise<GraphResponse> {
    this.statements = [];
    const response = await request(this.app.server).post('/graphql').send({ query, variables });
    return { status: response.status, data: response.body.data, errors: response.body.errors };
  }

  /** Sends a query that must succeed and gives its data. */
  async query(query: string, variables?: Record<string, unknown>): Promise<any> {
    const { status, data, errors } = await this.ask(query, variables);
    if (status !== 200 || errors) {
      throw new Error(`The query failed (${status}).\n${query}\n${JSON.stringify({ variables, errors }, null, 2)}`);
    }
    return data;
  }

  /** Sends a query that must fail and gives its first error. */
  async refusal(query: string, variables?: Record<string, unknown>): Promise<{ code: string; message: string }> {
    const { data, errors } = await this.ask(query, variables);
    if (!errors) {
      throw new Error(`The query should have failed.\n${query}\n${JSON.stringify({ variables, data }, null, 2)}`);
    }
    return { code: errors[0]!.extensions.code, message: errors[0]!.message };
  }
}
