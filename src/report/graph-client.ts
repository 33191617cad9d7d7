import { execute, type ExecutionResult, parse, validate } from 'graphql';
import type { Database } from '../database/database';
import { Context } from '../graph/context';
import { BadUserInput } from '../graph/errors';
import { buildView } from '../graph/schema';
import { PUBLIC_VIEWER } from '../identity/viewer';
import { UserError } from '../user-error';

/** The public graph, asked without HTTP: what a report shows, anybody can query. */
export class GraphClient {
  private readonly schema = buildView('PUBLIC');

  /** The database as the public may read it. */
  constructor(private readonly database: Database) {}

  async query<Answer>(text: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const document = parse(text);
    const problems = validate(this.schema, document);
    if (problems.length > 0) throw problems[0]!;
    const context = new Context(this.database, PUBLIC_VIEWER);
    // One connection for all that a query reads, as a server has it where a query names a moment.
    context.mayLookBack();
    try {
      const { schema } = this;
      const result: ExecutionResult = await execute({
        schema,
        document,
        contextValue: context,
        variableValues: variables,
      });
      const [error] = result.errors ?? [];
      if (error) throw error.originalError instanceof BadUserInput ? new UserError(error.message) : error;
      return result.data as Answer;
    } finally {
      await context.end();
    }
  }
}
