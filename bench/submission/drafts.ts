import { randomUUID } from 'node:crypto';
import { asOwner } from '../database/bench-database';
import { LABEL } from '../database/synthetic-history';
import { idOf } from '../../src/graph/node';
import type { BenchIssuer } from './issuer';
import { SUBJECT } from './issuer';
import type { Submission } from './limit-submission';

/** Submissions come from so many councils: those of one queue at the end of its audit trail. */
const COUNCILS = 50;

export const MUTATION = `mutation ($input: SubmitProgressUpdateInput!) {
  submitProgressUpdate(input: $input) { progressUpdate { id version status } userErrors { code } }
}`;

export interface Submitter {
  organisationId: number;
  code: string;
  assignmentId: number;
  token: string;
}

/** Councils that submit, each with a token. */
export async function findSubmitters(url: string, issuer: BenchIssuer): Promise<Submitter[]> {
  const found = await asOwner(url, async (owner) => {
    const { rows } = await owner.query<Omit<Submitter, 'token'>>(
      `select organisation.id as "organisationId", organisation.code, min(assignment.id) as "assignmentId"
       from organisation join assignment on organisation_id = organisation.id where kind = 'COUNCIL' and is_current
       group by organisation.id order by organisation.id limit $1`,
      [COUNCILS],
    );
    return rows;
  });
  return Promise.all(found.map(async (each) => ({ ...each, token: await issuer.sign('council', each.code) })));
}

/** Makes drafts to submit, some for each council, in the role that makes them. */
export async function makeDrafts(url: string, submitters: readonly Submitter[], count: number): Promise<Submission[]> {
  return asOwner(url, async (owner) => {
    const ofEach = Math.ceil(count / submitters.length);
    const drafts: Submission[][] = [];
    for (const { organisationId, assignmentId } of submitters) {
      await owner.query('begin');
      await owner.query('set local role oscdr_council');
      await owner.query(`select set_config('oscdr.organisation', $1, true)`, [String(organisationId)]);
      const { rows } = await owner.query<{ key: string }>(
        `insert into progress_update (assignment_id, organisation_id, status, period_start, period_end, summary, delivery_status, self_rated_rag)
         select $1, $2, 'DRAFT', '2026-01-01', '2026-03-31', $3, 'IN_PROGRESS', 'AMBER' from generate_series(1, $4) returning key`,
        [assignmentId, organisationId, LABEL, ofEach],
      );
      await owner.query('commit');
      drafts.push(
        rows.map(({ key }) => ({
          key,
          expectedVersion: 1,
          idempotencyKey: randomUUID(),
          organisationId,
          subject: SUBJECT,
        })),
      );
    }
    // One of each council in turn.
    return Array.from({ length: ofEach }, (_, index) => drafts.map((each) => each[index]!)).flat();
  });
}

/** What the register is sent to submit a draft. */
export function asMutation(
  { key, expectedVersion, idempotencyKey, organisationId }: Submission,
  submitters: readonly Submitter[],
): { headers: Record<string, string>; body: object } {
  const { token } = submitters.find((each) => each.organisationId === organisationId)!;
  const input = { id: idOf('ProgressUpdate', key), expectedVersion, idempotencyKey };
  return { headers: { authorization: `Bearer ${token}` }, body: { query: MUTATION, variables: { input } } };
}

/** What the limit is sent. */
export const asQuestion = (submission: Submission): { body: object } => ({ body: { name: 'F', submission } });
