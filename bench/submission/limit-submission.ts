import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** What a submission is told; the same for the register and for the limit. */
export interface Submission {
  key: string;
  expectedVersion: number;
  idempotencyKey: string;
  organisationId: number;
  subject: string;
}

/**
 * All that submitProgressUpdate writes, as one statement: the step, its event, who submitted it, the notice to the
 * Office, the answer for the idempotency key and the audit entry.
 */
const STATEMENT = `
  with moved as (
    update progress_update set status = 'SUBMITTED', version = version + 1, updated_at = now()
    where key = $1 and organisation_id = $2 and version = $3 and status in ('DRAFT', 'RETURNED')
      and (trim(summary) <> '' or nothing_to_report)
    returning *
  ), event as (
    insert into workflow_event (progress_update_id, organisation_id, transition, from_status, to_status, acting_organisation_id)
    select id, organisation_id, 'SUBMIT', 'DRAFT', status, organisation_id from moved
  ), submitted as (
    insert into submission (progress_update_id, organisation_id, submitted_by) select id, organisation_id, $4 from moved
  ), told as (
    insert into outbox (organisation_id, event, subject_id, title)
    select (select id from organisation where kind = 'OFFICE'), 'PROGRESS_UPDATE_SUBMITTED', $5,
      organisation.name || ' has submitted a progress update.'
    from moved join organisation on organisation.id = moved.organisation_id
  ), answered as (
    insert into idempotent_answer (organisation_id, subject, key, operation, input_hash, answer)
    select organisation_id, $4, $6, 'submitProgressUpdate', $7, jsonb_build_object('userErrors', '[]'::jsonb,
      'progressUpdate', jsonb_build_object('id', id, 'key', key, 'assignmentId', assignment_id, 'actionId', action_id,
        'organisationId', organisation_id, 'version', version, 'status', status, 'periodStart', period_start,
        'periodEnd', period_end, 'summary', summary, 'deliveryStatus', delivery_status, 'selfRatedRag', self_rated_rag,
        'percentComplete', percent_complete, 'nothingToReport', nothing_to_report, 'releaseAt', release_at,
        'correctsId', corrects_id,
        'updatedAt', to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    from moved
  ), audited as (
    insert into audit_entry (organisation_id, actor, action, subject_type, subject_key, detail)
    select organisation_id, $4, 'submitProgressUpdate', 'ProgressUpdate', key::text, jsonb_build_object(
      'transition', 'SUBMIT', 'status', jsonb_build_array('DRAFT', status), 'version', version,
      'ofOrganisation', organisation_id, 'input', jsonb_build_object('id', $5, 'expectedVersion', $3))
    from moved
  )
  select json_build_object('data', json_build_object('submitProgressUpdate', json_build_object(
    'progressUpdate', json_build_object('id', $5, 'version', version, 'status', status), 'userErrors', '[]'::json)))::text as answer
  from moved`;
const TYPED = [...'uuid int4 int4 text text text text'.split(' ').entries()].reduce(
  (sql, [index, type]) => sql.replaceAll(`$${index + 1}`, `$${index + 1}::${type}`),
  STATEMENT,
);

/** Submits in one transaction, in the role of councils and under the row policies, as the register does. */
export async function submit(pool: Pool, submission: Submission): Promise<string> {
  const { key, expectedVersion, idempotencyKey, organisationId, subject } = submission;
  const id = Buffer.from(`ProgressUpdate:${key}`).toString('base64url');
  const hash = createHash('sha256').update(JSON.stringify({ expectedVersion, id })).digest('base64url');
  const client = await pool.connect();
  try {
    await client.query(
      `begin; select set_config('oscdr.organisation', '${Number(organisationId)}', true),
         set_config('oscdr.subject', ${client.escapeLiteral(subject)}, true)`,
    );
    const { rows } = await client.query<{ answer: string }>({
      name: 'submit',
      text: TYPED,
      values: [key, organisationId, expectedVersion, subject, id, idempotencyKey, hash],
    });
    if (rows.length === 0) throw new Error(`There is no draft ${key}.`);
    await client.query('commit');
    return rows[0]!.answer;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
