import type { Reads } from '../database/database';
import type { Context } from '../graph/context';
import type { CriterionPosition, StatutoryDutyTest } from './statutory-duty-test';

/** The recommendation that asks for the test, and gives its deadline. */
const RECOMMENDATION = '1f';

/** Null where the register has no criteria, or not the recommendation. */
export async function statutoryDutyTest({ database }: Context): Promise<StatutoryDutyTest | null> {
  const [test] = await database.rows<StatutoryDutyTest>(
    `select recommendation.id as "recommendationId", recommendation.due_on as deadline,
       register_today() > recommendation.due_on as "deadlinePassed", criteria.version as "criteriaVersion",
       count(*)::int4 as councils, count(published_assessment_id)::int4 as assessed,
       count(*) filter (where progress = 'NOT_ASSESSED')::int4 as "notAssessed",
       count(*) filter (where progress = 'SUFFICIENT')::int4 as "foundSufficient",
       count(*) filter (where progress = 'INSUFFICIENT')::int4 as "foundInsufficient"
     from recommendation, council_standing,
       (select version from assessment_criteria_set order by version desc limit 1) criteria
     where recommendation.code = $1 group by recommendation.id, recommendation.due_on, criteria.version`,
    [RECOMMENDATION],
  );
  return test ?? null;
}

/** What is found of current councils by each criterion of versions: of the latest, for it is by that that they stand. */
export async function positionsByCriterion(
  database: Reads,
  versions: readonly number[],
): Promise<CriterionPosition[][]> {
  const rows = await database.rows<CriterionPosition & { version: number }>(
    `select criteria_version as version, assessment_criterion.id as "criterionId",
       count(*) filter (where finding = 'SUFFICIENT')::int4 as sufficient,
       count(*) filter (where finding = 'PARTLY')::int4 as partly,
       count(*) filter (where finding = 'INSUFFICIENT')::int4 as insufficient,
       count(*) filter (where finding is null)::int4 as "notAssessed"
     from assessment_criterion cross join council_standing standing
     left join published_finding on published_finding.published_assessment_id = standing.published_assessment_id
       and criterion_id = assessment_criterion.id
     where criteria_version = any($1) group by assessment_criterion.id order by assessment_criterion.position`,
    [versions],
  );
  return versions.map((version) => rows.filter((row) => row.version === version));
}
