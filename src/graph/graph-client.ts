import { type DocumentNode, type ExecutionResult, type GraphQLSchema, parse, validate } from 'graphql';
import type { Database } from '../database/database';
import { PUBLIC_VIEWER } from '../identity/viewer';
import { UserError } from '../user-error';
import { Context } from './context';
import { BadUserInput, valueErrorOf } from './errors';
import { Executor } from './executor';
import { buildView } from './schema';

/** The graph of a view, the public's unless said, asked without HTTP: what a report or a page shows can be queried. */
export class GraphClient {
  private readonly executor: Executor;
  private readonly documents = new Map<string, DocumentNode>();

  constructor(
    /** The database as the public may read it. */
    private readonly database: Database,
    readonly schema: GraphQLSchema = buildView('PUBLIC'),
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
    const result = await this.run(text, variables, this.contextOf());
    const [error] = result.errors ?? [];
    if (error) {
      const message = error.originalError instanceof BadUserInput ? error.message : valueErrorOf(error.originalError);
      throw message === undefined ? error : new UserError(message);
    }
    return result.data as Answer;
  }

  /** Runs a text of this project's own in a context, which is ended then; gives what came of it, errors and all. */
  async run(text: string, variables: Record<string, unknown>, context: Context): Promise<ExecutionResult> {
    try {
      return await this.executor.prepare(text, this.documentOf(text), null)(context, variables);
    } finally {
      await context.end();
    }
  }

  /** Queries are texts of this project's own, of which there are few. */
  documentOf(text: string): DocumentNode {
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
