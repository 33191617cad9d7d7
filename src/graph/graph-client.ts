import { type DocumentNode, type GraphQLSchema, parse, validate } from 'graphql';
import type { Database } from '../database/database';
import { PUBLIC_VIEWER } from '../identity/viewer';
import { UserError } from '../user-error';
import { Context } from './context';
import { BadUserInput } from './errors';
import { Executor } from './executor';
import { buildView } from './schema';

/** The public graph, asked without HTTP: what a report or a page shows, anybody can query. */
export class GraphClient {
  private readonly executor: Executor;
  private readonly documents = new Map<string, DocumentNode>();

  constructor(
    /** The database as the public may read it. */
    private readonly database: Database,
    private readonly schema: GraphQLSchema = buildView('PUBLIC'),
    /** What a query reads with; unless given, one connection for all of it, as where a query names a moment. */
    private readonly contextOf = (): Context => {
      const context = new Context(this.database, PUBLIC_VIEWER);
      context.mayLookBack();
      return context;
    },
  ) {
    this.executor = new Executor(schema);
  }

  async query<Answer>(text: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const document = this.documentOf(text);
    const context = this.contextOf();
    try {
      const result = await this.executor.prepare(text, document, null)(context, variables);
      const [error] = result.errors ?? [];
      if (error) throw error.originalError instanceof BadUserInput ? new UserError(error.message) : error;
      return result.data as Answer;
    } finally {
      await context.end();
    }
  }

  /** Queries are texts of this project's own, of which there are few. */
  private documentOf(text: string): DocumentNode {
    let document = this.documents.get(text);
    if (!document) {
      document = parse(text);
      const [problem] = validate(this.schema, document);
      if (problem) throw problem;
      this.documents.set(text, document);
    }
    return document;
  }
}
