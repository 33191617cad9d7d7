import type { EntityTarget } from 'typeorm';
import { Conflict, Forbidden, NotFound } from '../graph/errors';
import { idOf, isUuid, keyOfId } from '../graph/node';
import { Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import type { Work, Workflow } from './workflow';

interface Wanted {
  id: string;
  expectedVersion: number;
}

/** What tells a kind of work where it stands in the database and in the graph. */
type WorkTable = Pick<Workflow, 'table' | 'typeName'>;

/** The entity of a kind of work, so that its rows can be answered. */
export interface WorkKind<Row extends Work, Name extends string> {
  entity: EntityTarget<Row>;
  workflow: Workflow<Row['status'], Name>;
}

/**
 * Takes a step with a piece of work: finds it, sees that the viewer may take the step and that nobody else was first,
 * sets the columns of `set` with the new state, and writes the step down. Answers the row as it is then.
 */
export async function move<Row extends Work, Name extends string>(
  write: Write,
  kind: WorkKind<Row, Name>,
  wanted: Wanted,
  name: Name,
  set: Record<string, unknown> = {},
): Promise<Row> {
  const former = await hold(write, kind, wanted, name);
  return step(write, kind, former, name, set);
}

/** Finds the work and locks it, if this step may be taken with it now. */
export async function hold<Row extends Work, Name extends string>(
  write: Write,
  { entity, workflow }: WorkKind<Row, Name>,
  { id, expectedVersion }: Wanted,
  name: Name,
): Promise<Row> {
  const transition = workflow.transitions[name];
  const key = keyOfId(workflow.typeName, id);
  if (key === null || !isUuid(key)) throw new NotFound(workflow.noun);
  const row = await write.row<Row>(`select ${write.columns(entity)} from ${workflow.table} where key = $1 for update`, [
    key,
  ]);
  if (!row) throw new NotFound(workflow.noun);
  if (transition.by === 'OWNER' && row.organisationId !== write.organisation.id) {
    throw new Forbidden(`Only the organisation whose ${workflow.noun} it is may do this.`);
  }
  if (transition.notBySubmitter) {
    const own = await write.row(
      `select from submission where ${workflow.table}_id = $1 and submitted_by = $2 limit 1`,
      [row.id, write.viewer.subject],
    );
    if (own) throw new Forbidden(`Who submits never approves: you submitted this ${workflow.noun} yourself.`);
  }
  if (row.version !== expectedVersion) throw new Conflict(workflow.noun, expectedVersion, row.version);
  if (!transition.from.includes(row.status)) {
    throw Refusal.of(
      UserErrorCode.NOT_POSSIBLE_NOW,
      `The ${workflow.noun} is ${row.status}; ${name} is possible where it is ${transition.from.join(' or ')}.`,
      'id',
    );
  }
  return row;
}

/** Takes the step with work that is held. */
export async function step<Row extends Work, Name extends string>(
  write: Write,
  { entity, workflow }: WorkKind<Row, Name>,
  former: Row,
  name: Name,
  set: Record<string, unknown> = {},
): Promise<Row> {
  const status = workflow.transitions[name].to ?? former.status;
  const columns = Object.keys(set);
  const assignments = ['status', ...columns].map((column, index) => `${column} = $${index + 2}`);
  const row = await write.row<Row>(
    `update ${workflow.table} set ${assignments.join(', ')}, version = version + 1, updated_at = now()
     where id = $1 returning ${write.columns(entity)}`,
    [former.id, status, ...Object.values(set)],
  );
  await noteStep(write, workflow, row!, name, former.status);
  return row!;
}

/** Writes a step down, for the history of the work and for the audit trail. */
export async function noteStep(
  write: Write,
  workflow: WorkTable,
  work: Work,
  transition: string,
  from: string | null,
): Promise<void> {
  await write.rows(
    `insert into workflow_event (${workflow.table}_id, organisation_id, transition, from_status, to_status, acting_organisation_id)
     values ($1, $2, $3, $4, $5, $6)`,
    [work.id, work.organisationId, transition, from, work.status, write.organisation.id],
  );
  write.did(workflow.typeName, work.key, {
    transition,
    status: [from, work.status],
    version: work.version,
    ofOrganisation: work.organisationId,
  });
}

/** Writes down who submitted it: they may not approve it. */
export async function noteSubmission(write: Write, workflow: WorkTable, work: Work): Promise<void> {
  await write.rows(`insert into submission (${workflow.table}_id, organisation_id, submitted_by) values ($1, $2, $3)`, [
    work.id,
    work.organisationId,
    write.viewer.subject,
  ]);
}

/** Writes down what a reviewer has to say of it, for its organisation. */
export async function noteReview(write: Write, workflow: WorkTable, work: Work, text: string): Promise<void> {
  await write.rows(`insert into review_note (${workflow.table}_id, organisation_id, text) values ($1, $2, $3)`, [
    work.id,
    work.organisationId,
    text,
  ]);
}

export const idOfWork = (workflow: Pick<Workflow, 'typeName'>, work: Work): string => idOf(workflow.typeName, work.key);
