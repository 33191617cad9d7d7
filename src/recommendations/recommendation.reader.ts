import type { Reads } from '../database/database';
import { manyByKey, oneByKey } from '../database/readers';
import { Addressee } from './addressee';
import { Assignment } from './assignment';
import { PublishedActivity } from './published-activity';
import { Recommendation } from './recommendation';

export const recommendationById = oneByKey(Recommendation, { key: 'recommendation.id', type: 'int4' });
export const recommendationByCode = oneByKey(Recommendation, { key: 'recommendation.code', type: 'text' });

export const childrenOfRecommendation = manyByKey(Recommendation, {
  key: 'recommendation.parent_id',
  type: 'int4',
  order: 'recommendation.position',
});

export const addresseesOfRecommendation = manyByKey(Addressee, {
  key: 'recommendation_addressee.recommendation_id',
  type: 'int4',
  join: 'join recommendation_addressee on recommendation_addressee.addressee_id = addressee.id',
  order: 'addressee.id',
});

export const activitiesOfAssignment = manyByKey(PublishedActivity, {
  key: 'published_activity.assignment_id',
  type: 'int4',
  order: 'published_activity.year, published_activity.title',
});

export const assignmentById = oneByKey(Assignment, { key: 'assignment.id', type: 'int4' });

/** SQL: whether what a table has is past its due date and not reported as done, on the day that is looked at. */
export const isOverdue = (table: string): string => `(${table}.due_on < register_today()
  and (${table}.delivery_status is null or ${table}.delivery_status in ('NOT_STARTED', 'IN_PROGRESS')))`;

/** Whether assignments are overdue: derived each time, because it changes with the day. */
export async function overdueAssignments(database: Reads, ids: readonly number[]): Promise<boolean[]> {
  const rows = await database.rows<{ id: number }>(
    `select id from assignment where id = any($1) and ${isOverdue('assignment')}`,
    [ids],
  );
  const overdue = new Set(rows.map(({ id }) => id));
  return ids.map((id) => overdue.has(id));
}

/** By the pair of codes that names an assignment, as `12a:E08000004`. */
export async function assignmentByCodes(database: Reads, codes: readonly string[]): Promise<(Assignment | null)[]> {
  const rows = await database.rows<Assignment & { codes: string }>(
    `select recommendation.code || ':' || organisation.code as codes, ${database.columns(Assignment)}
     from unnest($1::text[], $2::text[]) as wanted(recommendation_code, organisation_code)
     join recommendation on recommendation.code = wanted.recommendation_code
     join organisation on organisation.code = wanted.organisation_code
     join assignment on assignment.recommendation_id = recommendation.id
      and assignment.organisation_id = organisation.id`,
    [codes.map((each) => each.split(':')[0]), codes.map((each) => each.split(':')[1] ?? '')],
  );
  const found = new Map(rows.map((row) => [row.codes, row]));
  return codes.map((each) => found.get(each) ?? null);
}
