import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Conflict, NotFound } from '../graph/errors';
import { keyOfId } from '../graph/node';
import { PublicationKind } from '../publications/publication';
import { publish, takePublicationTurn } from '../publications/publish';
import type { ChangeInput } from '../writes/payload';
import { londonToday } from '../writes/london-today';
import { InputCheck, Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';
import { Action, Milestone } from './action';
import type { ChangeActionInput, ChangeMilestoneInput, OpenActionInput, OpenMilestoneInput } from './action.input';

interface ActionPayload {
  [name: string]: unknown;
  action: Action;
}

interface MilestonePayload {
  [name: string]: unknown;
  milestone: Milestone;
}

/** What an action may be linked to: the table of the link, the table it leads to, and the field that names the codes. */
const LINKS = [
  ['action_priority', 'priority_id', 'strategic_priority', 'priorityCodes', 'priority'],
  ['action_recommendation', 'recommendation_id', 'recommendation', 'recommendationCodes', 'recommendation'],
] as const;

export async function openAction(write: Write, input: OpenActionInput): Promise<ActionPayload> {
  const check = new InputCheck();
  if (!/^[A-Z][A-Z0-9-]{0,19}$/.test(input.code)) {
    const message = '"code" must be capitals, digits and hyphens, beginning with a letter, such as A12: at most 20.';
    check.problem(UserErrorCode.INVALID, message, 'code');
  }
  check.line(input.title, 'title');
  check.text(input.summary, 'summary');
  if (input.startsOn != null && input.dueOn != null) check.order(input.startsOn, input.dueOn, 'startsOn', 'dueOn');
  const owner = await write.row<{ id: number }>('select id from organisation where code = $1 and is_current', [
    input.ownerCode,
  ]);
  if (!owner) {
    const message = `There is no organisation ${JSON.stringify(input.ownerCode)} that exists now.`;
    check.problem(UserErrorCode.UNKNOWN, message, 'ownerCode');
  }
  await checkLinks(write, input, check);
  check.end();
  await publish(write.client, PublicationKind.ACTION_PLAN, `Action ${input.code} opened`);
  const action = await write.row<Action>(
    `insert into action (code, title, summary, organisation_id, starts_on, due_on, original_due_on)
     values ($1, $2, $3, $4, $5, $6, $6) on conflict (code) do nothing returning ${write.columns(Action)}`,
    [input.code, input.title, input.summary, owner!.id, input.startsOn ?? null, input.dueOn ?? null],
  );
  if (!action) throw Refusal.of(UserErrorCode.TAKEN, `There is an action ${input.code} already.`, 'code');
  await saveLinks(write, action.id, input);
  write.did('Action', action.code, {});
  return { action };
}

export async function changeAction(write: Write, input: ChangeActionInput): Promise<ActionPayload> {
  const former = await holdRecord(write, Action, 'action', 'Action', input);
  const check = new InputCheck();
  if (input.title != null) check.line(input.title, 'title');
  if (input.summary != null) check.text(input.summary, 'summary');
  const startsOn = input.startsOn === undefined ? former.startsOn : input.startsOn;
  if (startsOn !== null && former.dueOn !== null) check.order(startsOn, former.dueOn, 'startsOn', 'dueOn');
  await checkLinks(write, input, check);
  refuseNothing(input, ['title', 'summary', 'startsOn', 'priorityCodes', 'recommendationCodes'], check);
  check.end();
  await publish(write.client, PublicationKind.ACTION_PLAN, `Action ${former.code} changed`);
  const action = await write.row<Action>(
    `update action set title = coalesce($2, title), summary = coalesce($3, summary), starts_on = $4,
       version = version + 1 where id = $1 returning ${write.columns(Action)}`,
    [former.id, input.title ?? null, input.summary ?? null, startsOn],
  );
  await saveLinks(write, former.id, input);
  write.did('Action', former.code, { version: action!.version });
  return { action: action! };
}

/** A change must change something, or it would be a publication of nothing. */
function refuseNothing<Input extends object>(input: Input, fields: (keyof Input & string)[], check: InputCheck): void {
  if (fields.every((field) => input[field] === undefined)) {
    check.problem(UserErrorCode.REQUIRED, `Give what is to change: one of ${fields.join(', ')}.`);
  }
}

type Links = Partial<Record<(typeof LINKS)[number][3], string[] | null>>;

async function checkLinks(write: Write, input: Links, check: InputCheck): Promise<void> {
  for (const [, , target, field, noun] of LINKS) {
    const codes = input[field] ?? [];
    // A heading over recommendations asks for nothing, so nothing delivers it.
    const asks = target === 'recommendation' ? `and kind = 'RECOMMENDATION'` : '';
    const known = await write.rows<{ code: string }>(`select code from ${target} where code = any($1) ${asks}`, [
      codes,
    ]);
    codes.forEach((code, index) => {
      if (known.some((each) => each.code === code)) return;
      const message = `There is no ${noun} ${JSON.stringify(code)}.`;
      check.problem(UserErrorCode.UNKNOWN, message, field, String(index));
    });
  }
}

/** Makes the links what the input says; those that it leaves out stay. */
async function saveLinks(write: Write, actionId: number, input: Links): Promise<void> {
  for (const [link, column, target, field] of LINKS) {
    const codes = input[field];
    if (codes == null) continue;
    await write.rows(
      `delete from ${link} where action_id = $1
         and ${column} not in (select id from ${target} where code = any($2))`,
      [actionId, codes],
    );
    await write.rows(
      `insert into ${link} (action_id, ${column}) select $1, id from ${target} where code = any($2)
       on conflict do nothing`,
      [actionId, codes],
    );
  }
}

export async function openMilestone(write: Write, input: OpenMilestoneInput): Promise<MilestonePayload> {
  const check = new InputCheck();
  check.line(input.title, 'title');
  await takePublicationTurn(write.client);
  // Held, so that no other milestone takes the same number.
  const action = await write.row<{ id: number }>('select id from action where code = $1 for update', [
    input.actionCode,
  ]);
  if (!action) {
    const message = `There is no action ${JSON.stringify(input.actionCode)}.`;
    check.problem(UserErrorCode.UNKNOWN, message, 'actionCode');
  }
  check.end();
  await publish(write.client, PublicationKind.ACTION_PLAN, `Milestone of action ${input.actionCode} opened`);
  const milestone = await write.row<Milestone>(
    `insert into milestone (action_id, code, title, due_on, original_due_on)
     select $1, $2 || '.' || (1 + count(*)), $3, $4::date, $4::date from milestone former where former.action_id = $1
     returning ${write.columns(Milestone)}`,
    [action!.id, input.actionCode, input.title, input.dueOn],
  );
  write.did('Milestone', milestone!.code, {});
  return { milestone: milestone! };
}

export async function changeMilestone(write: Write, input: ChangeMilestoneInput): Promise<MilestonePayload> {
  const former = await holdRecord(write, Milestone, 'milestone', 'Milestone', input);
  const check = new InputCheck();
  if (input.title != null) check.line(input.title, 'title');
  if (input.reason != null) check.line(input.reason, 'reason');
  else if (input.dueOn != null && input.dueOn !== former.dueOn) {
    check.problem(UserErrorCode.REQUIRED, 'A new due date needs a "reason".', 'reason');
  }
  if (input.completedOn != null && input.completedOn > londonToday()) {
    const message = `"completedOn" (${input.completedOn}) must not be in the future.`;
    check.problem(UserErrorCode.INVALID, message, 'completedOn');
  }
  refuseNothing(input, ['title', 'dueOn', 'completedOn'], check);
  check.end();
  const because = input.reason == null ? '' : `: ${input.reason}`;
  await publish(write.client, PublicationKind.ACTION_PLAN, `Milestone ${former.code} changed${because}`);
  const milestone = await write.row<Milestone>(
    `update milestone set title = coalesce($2, title), due_on = coalesce($3, due_on), completed_on = $4,
       version = version + 1 where id = $1 returning ${write.columns(Milestone)}`,
    [
      former.id,
      input.title ?? null,
      input.dueOn ?? null,
      input.completedOn === undefined ? former.completedOn : input.completedOn,
    ],
  );
  write.did('Milestone', former.code, { version: milestone!.version });
  return { milestone: milestone! };
}

/** Finds a published record by its id and locks it, at the version that the caller has read. */
export async function holdRecord<Row extends ObjectLiteral & { version: number }>(
  write: Write,
  entity: EntityTarget<Row>,
  noun: string,
  typeName: string,
  { id, expectedVersion }: Pick<ChangeInput, 'id' | 'expectedVersion'>,
): Promise<Row> {
  // Published records are locked after the turn, by all who change them.
  await takePublicationTurn(write.client);
  const row = await write.row<Row>(
    `select ${write.columns(entity)} from ${write.table(entity)} where code = $1 for update`,
    [keyOfId(typeName, id)],
  );
  if (!row) throw new NotFound(noun);
  if (row.version !== expectedVersion) throw new Conflict(noun, expectedVersion, row.version);
  return row;
}
