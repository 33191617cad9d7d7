import { Council } from '../councils/council';
import type { Reads } from '../database/database';
import { manyByKey, oneByKey } from '../database/readers';
import { COUNCIL_AND_OFFICE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Submission } from '../workflow/review';
import { Assessment, type Typed } from './assessment';
import { CouncilAssessment, DraftedFinding, SubmittedReply } from './council-assessment';
import { AssessmentCriteriaSet, AssessmentCriterion } from './criteria';
import { PublishedAssessment, PublishedFinding } from './published-assessment';

export const criteriaSetByVersion = oneByKey(AssessmentCriteriaSet, {
  key: 'assessment_criteria_set.version',
  type: 'int4',
});

export const criterionById = oneByKey(AssessmentCriterion, { key: 'assessment_criterion.id', type: 'int4' });

export const criteriaOfSet = manyByKey(AssessmentCriterion, {
  key: 'assessment_criterion.criteria_version',
  type: 'int4',
  order: 'assessment_criterion.position',
});

/** A version, or the latest. */
export async function criteriaSet(context: Context, version?: number | null): Promise<AssessmentCriteriaSet | null> {
  if (version != null) return context.load(criteriaSetByVersion, version);
  const { database } = context;
  const [latest] = await database.rows<AssessmentCriteriaSet>(
    `select ${database.columns(AssessmentCriteriaSet)} from assessment_criteria_set order by version desc limit 1`,
  );
  return latest ?? null;
}

const ofCriterion = (table: string): string =>
  `join assessment_criterion on assessment_criterion.id = ${table}.criterion_id`;

/** The council that is assessed, by its organisation. */
export const councilOfOrganisation = oneByKey(Council, {
  key: 'organisation.id',
  type: 'int4',
  join: 'join organisation on organisation.area_id = area.id',
});

export const assessmentByKey = oneByKey(CouncilAssessment, { key: 'council_assessment.key', type: 'uuid' });

export const findingsOfAssessment = manyByKey(DraftedFinding, {
  key: 'assessment_finding.council_assessment_id',
  type: 'int4',
  join: ofCriterion('assessment_finding'),
  order: 'assessment_criterion.position',
});

const repliesToAssessment = manyByKey(SubmittedReply, {
  key: 'assessment_reply.council_assessment_id',
  type: 'int4',
  order: 'assessment_reply.id',
});

type Round = Pick<CouncilAssessment, 'id' | 'round'>;

/** The reply to an assessment as it is now worded. */
export async function replyTo(context: Context, { id, round }: Round): Promise<SubmittedReply | null> {
  return (await context.load(repliesToAssessment, id)).find((reply) => reply.round === round) ?? null;
}

export async function formerRepliesTo(context: Context, { id, round }: Round): Promise<SubmittedReply[]> {
  return (await context.load(repliesToAssessment, id)).filter((reply) => reply.round < round);
}

/** Those who drafted it or asked the council to reply. */
export const authorsOfAssessment = manyByKey(Submission, {
  key: 'submission.council_assessment_id',
  type: 'int4',
  order: 'submission.id',
});

export const publishedAssessmentByKey = oneByKey(PublishedAssessment, {
  key: 'published_assessment.key',
  type: 'uuid',
});

export const publishedAssessmentOfAssessment = oneByKey(PublishedAssessment, {
  key: 'published_assessment.council_assessment_id',
  type: 'int4',
});

export const findingsOfPublishedAssessment = manyByKey(PublishedFinding, {
  key: 'published_finding.published_assessment_id',
  type: 'int4',
  join: ofCriterion('published_finding'),
  order: 'assessment_criterion.position',
});

export const shortfallsOfPublishedAssessment = manyByKey(AssessmentCriterion, {
  key: 'published_finding.published_assessment_id',
  type: 'int4',
  join: 'join published_finding on published_finding.criterion_id = assessment_criterion.id',
  where: `published_finding.finding = 'INSUFFICIENT'`,
  order: 'assessment_criterion.position',
});

/** The next assessment that was published of the same council and year. */
export const replacementOfPublishedAssessment = oneByKey(PublishedAssessment, {
  key: 'former.id',
  type: 'int4',
  join: `join published_assessment former on former.organisation_id = published_assessment.organisation_id
    and former.year = published_assessment.year and former.id < published_assessment.id`,
  order: 'published_assessment.id',
});

/** By any code of the council and the year, as `E08000004:2026`. */
const byCodeAndYear = (table: string) =>
  ({
    key: `area_code.code || ':' || ${table}.year`,
    type: 'text',
    join: `join organisation on organisation.id = ${table}.organisation_id
      join area_code on area_code.area_id = organisation.area_id`,
    order: `${table}.id desc`,
  }) as const;

const assessmentInProgress = oneByKey(CouncilAssessment, {
  ...byCodeAndYear('council_assessment'),
  where: `council_assessment.status in ('DRAFT', 'AWAITING_REPLY', 'REPLIED')`,
});
const latestPublishedAssessment = oneByKey(PublishedAssessment, byCodeAndYear('published_assessment'));

/** The assessment of a council for a year that is in progress, for those who may see it; else the one that is published. */
export async function assessmentOf(context: Context, gssCode: string, year: number): Promise<Typed<Assessment> | null> {
  const key = `${gssCode}:${year}`;
  const inProgress = COUNCIL_AND_OFFICE.includes(context.viewer.view)
    ? await context.load(assessmentInProgress, key)
    : null;
  if (inProgress) return { ...inProgress, __typename: 'CouncilAssessment' };
  const published = await context.load(latestPublishedAssessment, key);
  return published && { ...published, __typename: 'PublishedAssessment' };
}

/** What current councils, by their areas, come to in the statutory duty test; null for others. */
export async function progressOfCouncils(database: Reads, areaIds: readonly number[]): Promise<(string | null)[]> {
  const rows = await database.rows<{ areaId: number; progress: string }>(
    'select area_id as "areaId", progress from council_standing where area_id = any($1)',
    [areaIds],
  );
  const progress = new Map(rows.map((row) => [row.areaId, row.progress]));
  return areaIds.map((id) => progress.get(id) ?? null);
}
