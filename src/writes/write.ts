import type { PoolClient } from 'pg';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { writeAuditEntry } from '../audit/audit-trail';
import { begin, type Database, end, type Reads, undo } from '../database/database';
import type { Viewer } from '../identity/viewer';
import type { Organisation } from '../organisations/organisation';

/** What a write has done, for the audit trail. */
interface Deed {
  subjectType: string;
  subjectKey: string;
  /** What changed, from what to what. */
  detail: object;
}

/**
 * One transaction that changes the register, for a person of an organisation, in the role of their view. It commits
 * together with its audit entry, and not without one.
 */
export class Write implements Reads {
  private deed: Deed | undefined;
  private readonly concealed = new Set<string>();

  constructor(
    /** For what is written in common with the import: COPY, publications. */
    readonly client: PoolClient,
    private readonly database: Database,
    readonly viewer: Viewer,
  ) {}

  get organisation(): Organisation {
    return this.viewer.organisation!;
  }

  async rows<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query(this.database.prepare(sql, parameters));
    return rows as Row[];
  }

  /** The only row that a statement answers, or its first; undefined where it answers none. */
  async row<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, parameters))[0];
  }

  columns(entity: EntityTarget<ObjectLiteral>): string {
    return this.database.columns(entity);
  }

  table(entity: EntityTarget<ObjectLiteral>): string {
    return this.database.table(entity);
  }

  /** Says what was done, for the audit trail. Said more than once, the last counts and details come together. */
  did(subjectType: string, subjectKey: string, detail: object): void {
    this.deed = { subjectType, subjectKey, detail: { ...this.deed?.detail, ...detail } };
  }

  /** Keeps a field of the input out of the audit trail, which the Office reads: what is nobody's but the caller's. */
  conceal(field: string): void {
    this.concealed.add(field);
  }

  /** Has an organisation told of something, by the ways it has chosen. The title holds nothing that is not public. */
  async tell(organisationId: number, event: string, subjectId: string, title: string): Promise<void> {
    await this.tellThose('id = $1', organisationId, event, subjectId, title);
  }

  /** Has the Office told. */
  async tellOffice(event: string, subjectId: string, title: string): Promise<void> {
    await this.tellThose('kind = $1', 'OFFICE', event, subjectId, title);
  }

  private async tellThose(which: string, ...values: [unknown, string, string, string]): Promise<void> {
    await this.rows(
      `insert into outbox (organisation_id, event, subject_id, title) select id, $2, $3, $4 from organisation where ${which}`,
      values,
    );
  }

  private withoutConcealed(input: object): object {
    return Object.fromEntries(Object.entries(input).filter(([field]) => !this.concealed.has(field)));
  }

  /** Writes the audit entry, last of all: the end of an organisation's chain is where its writes queue. */
  async record(action: string, input: object): Promise<void> {
    if (!this.deed) throw new Error(`${action} does not say what it did, for the audit trail.`);
    const { subjectType, subjectKey, detail } = this.deed;
    await writeAuditEntry((sql, parameters) => this.rows(sql, parameters), {
      organisationId: this.organisation.id,
      actor: this.viewer.subject!,
      action,
      subjectType,
      subjectKey,
      detail: { ...detail, input: this.withoutConcealed(input) },
    });
  }
}

/** Runs `work` in a transaction of its own: all of it and its audit entry, or nothing. */
export async function inWrite<Result>(
  database: Database,
  viewer: Viewer,
  action: string,
  input: object,
  work: (write: Write) => Promise<Result>,
): Promise<Result> {
  const scope = { organisationId: viewer.organisation!.id, subject: viewer.subject! };
  const client = await begin(database, scope, '');
  const write = new Write(client, database, viewer);
  let result: Result;
  try {
    result = await work(write);
    await write.record(action, input);
  } catch (error) {
    await undo(client, error);
    throw error;
  }
  await end(client, 'commit');
  return result;
}
