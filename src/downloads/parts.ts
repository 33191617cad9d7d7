import { type DocumentNode, type GraphQLError, print } from 'graphql';
import { type Database, TransactionReads } from '../database/database';
import { Context } from '../graph/context';
import type { Executor } from '../graph/executor';
import { RowStream } from '../graph/row-stream';
import type { Viewer } from '../identity/viewer';

/** Milliseconds that a part may take to be read, and that whoever takes it may let the rest of it wait. */
const PART_TIMEOUT = 60_000;

/** A query failed. */
export class QueryFailed extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]!.message);
  }
}

/** Everything that a download reads: of one revision, and through the guards that answers go through. */
export class Snapshot {
  private readonly transaction: TransactionReads;

  constructor(
    private readonly executor: Executor,
    private readonly database: Database,
    private readonly viewer: Viewer,
  ) {
    const scope = { organisationId: viewer.organisation?.id };
    this.transaction = new TransactionReads(database, scope, undefined, true, PART_TIMEOUT);
  }

  /** The newest revision in it. Ask first: it begins the transaction. */
  async begin(): Promise<number> {
    await this.transaction.rows(
      `select set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)`,
      [String(PART_TIMEOUT)],
    );
    return this.newestRevision();
  }

  private async newestRevision(): Promise<number> {
    const [row] = await this.transaction.rows<{ revision: number }>(
      'select coalesce(max(revision), 0)::int4 as revision from publication',
    );
    return row!.revision;
  }

  /**
   * What a query answers, again and again with the next rows of the list at `listPath`: see RowStream. Throws QueryFailed.
   * `listsBelow` says whether lists in that list are whole, and not pages.
   */
  async *parts(
    document: DocumentNode,
    { variables = {}, operationName, listPath, listsBelow = false }: PartsOptions,
  ): AsyncGenerator<unknown> {
    const run = this.executor.prepare(print(document), document, operationName);
    const stream = new RowStream(listPath);
    const whole = { transaction: this.transaction, stream, listsBelow };
    do {
      const context = new Context(this.database, this.viewer, undefined, undefined, undefined, undefined, whole);
      const { data, errors } = await run(context, variables);
      await context.end();
      if (errors) throw new QueryFailed(errors);
      yield data;
    } while (stream.goesOn);
    await this.transaction.rows('close all');
  }

  end(): Promise<void> {
    return this.transaction.end();
  }
}

interface PartsOptions {
  variables?: Record<string, unknown>;
  operationName?: string | undefined;
  listPath: string;
  listsBelow?: boolean;
}
