import { asOwner } from '../database/bench-database';
import { difference } from '../equality';
import { ask } from '../load';
import { asMutation, asQuestion, makeDrafts, type Submitter } from './drafts';
import { idOf } from '../../src/graph/node';
import type { Submission } from './limit-submission';

/** What a submission leaves behind in each table, without what differs by nature: ids, times, and the chain of hashes. */
const WRITTEN: Record<string, string> = {
  progress_update: `select to_jsonb(progress_update) - '{id,key,updated_at}'::text[] as row from progress_update where key = $1::uuid and $2::text is not null and $3::text is not null`,
  workflow_event: `select to_jsonb(workflow_event) - '{id,progress_update_id,occurred_at}'::text[] as row from workflow_event
    where progress_update_id = (select id from progress_update where key = $1::uuid) and $2::text is not null and $3::text is not null`,
  submission: `select to_jsonb(submission) - '{id,progress_update_id,submitted_at}'::text[] as row from submission
    where progress_update_id = (select id from progress_update where key = $1::uuid) and $2::text is not null and $3::text is not null`,
  outbox: `select to_jsonb(outbox) - '{id,key,subject_id,occurred_at,drained_at}'::text[] as row from outbox
    where subject_id = $2::text and $1::uuid is not null and $3::text is not null`,
  idempotent_answer: `select to_jsonb(idempotent_answer) - '{key,input_hash,answered_at}'::text[]
      #- '{answer,progressUpdate,id}' #- '{answer,progressUpdate,key}' #- '{answer,progressUpdate,updatedAt}' as row
    from idempotent_answer where key = $3::text and $1::uuid is not null and $2::text is not null`,
  audit_entry: `select to_jsonb(audit_entry) - '{sequence,occurred_at,subject_key,previous_hash,hash}'::text[] #- '{detail,input,id}' as row
    from audit_entry where subject_key = $1::text and $2::text is not null and $3::text is not null`,
};

/** The rows that a submission wrote, by table. */
async function writtenRows(url: string, { key, idempotencyKey }: Submission): Promise<Record<string, unknown[]>> {
  return asOwner(url, async (owner) => {
    const written: Record<string, unknown[]> = {};
    for (const [table, statement] of Object.entries(WRITTEN)) {
      const { rows } = await owner.query<{ row: unknown }>(statement, [
        key,
        idOf('ProgressUpdate', key),
        idempotencyKey,
      ]);
      written[table] = rows.map(({ row }) => row);
    }
    return written;
  });
}

/** Has the register and the limit submit a draft each, of one council, and throws where they leave different rows or answers. */
export async function assertSameRows(
  url: string,
  submitters: readonly Submitter[],
  addresses: { register: string; limit: string },
): Promise<void> {
  const [one, other] = (await makeDrafts(url, submitters.slice(0, 1), 2)) as [Submission, Submission];
  const { headers, body } = asMutation(one, submitters);
  const answers = [
    await ask({ url: addresses.register, headers, bodies: [] }, body),
    await ask({ url: addresses.limit, bodies: [] }, asQuestion(other).body),
  ].map(
    ({ text }, index) => JSON.parse(text.replace(idOf('ProgressUpdate', [one, other][index]!.key), 'ID')) as unknown,
  );
  const written = [await writtenRows(url, one), await writtenRows(url, other)];
  const found = difference(answers[0], answers[1], 'answer') ?? difference(written[0], written[1], 'rows');
  if (found !== undefined) throw new Error(`F: this server and the limit differ at ${found}`);
  const empty = Object.entries(written[0]!).find(([, rows]) => rows.length !== 1);
  if (empty) throw new Error(`F: ${empty[0]} has ${empty[1].length} rows of a submission, not one.`);
}
