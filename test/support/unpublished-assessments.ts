import type { DataSource } from 'typeorm';
import type { Canary } from './unpublished-world';

/** The year of the assessment that each council has in each state. */
export const ASSESSED_YEARS = { DRAFT: 2024, AWAITING_REPLY: 2025, REPLIED: 2026, PUBLISHED: 2027, WITHDRAWN: 2028 };

type SeenBy = Canary['seenBy'];

interface Planting {
  dataSource: DataSource;
  /** The council, by its code and its row. */
  owner: string;
  organisation: number;
  plant: (text: string, where: string, seenBy: SeenBy) => string;
  canaryDay: () => string;
  plantPerson: (column: string, id: number, organisation: number, where: string, seenBy: SeenBy) => Promise<void>;
  own: SeenBy;
  isOffice: SeenBy;
}

/** Plants assessments of a council, one in each state, and what is published of one. Answers what finds them. */
export async function plantAssessments({
  dataSource,
  owner,
  organisation,
  plant,
  canaryDay,
  plantPerson,
  own,
  isOffice,
}: Planting): Promise<string[]> {
  const ids: string[] = [];
  for (const [status, year] of Object.entries(ASSESSED_YEARS)) {
    const where = `${owner} ${status} council_assessment`;
    const seenBy = ['DRAFT', 'WITHDRAWN'].includes(status) ? isOffice : own;
    const [{ id, key }] = await dataSource.query<[{ id: number; key: string }]>(
      `insert into council_assessment (organisation_id, year, criteria_version, status, round, reply_due_on, release_at, updated_at)
       values ($1, $2, 1, $3, 2, $4, $5, $6) returning id, key`,
      [
        organisation,
        year,
        status,
        plant(canaryDay(), `${where}.reply_due_on`, seenBy),
        plant(canaryDay(), `${where}.release_at`, seenBy),
        plant(canaryDay(), `${where}.updated_at`, seenBy),
      ],
    );
    ids.push(`CouncilAssessment:${key}`);
    const evidence = {
      title: plant(`canary-assessment-evidence-${owner}-${status}`, `${where} finding.evidence.title`, seenBy),
      kind: 'DOCUMENT',
      url: plant(`https://canary.example/assessment-${owner}-${status}`, `${where} finding.evidence.url`, seenBy),
      datedOn: plant(canaryDay(), `${where} finding.evidence.dated_on`, seenBy),
    };
    await dataSource.query(
      `insert into assessment_finding (council_assessment_id, organisation_id, criterion_id, finding, summary, evidence)
       select $1, $2, id, 'PARTLY', $3, $4 from assessment_criterion where criteria_version = 1 and code = 'STRATEGY'`,
      [
        id,
        organisation,
        plant(`canary-finding-${owner}-${status}`, `${where} finding.summary`, seenBy),
        JSON.stringify([evidence]),
      ],
    );
    for (const round of [1, 2]) {
      // Of a reply to a former wording, the graph does not tell who wrote it.
      const person = round === 2 ? seenBy : () => false;
      await dataSource.query(
        `insert into assessment_reply (council_assessment_id, organisation_id, round, text, submitted_by, submitted_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [
          id,
          organisation,
          round,
          plant(`canary-reply-${round}-${owner}-${status}`, `${where} reply ${round}.text`, seenBy),
          plant(`canary-replier-${round}-${owner}-${status}`, `${where} reply ${round}.submitted_by`, person),
          plant(canaryDay(), `${where} reply ${round}.submitted_at`, seenBy),
        ],
      );
    }
    await plantPerson('council_assessment_id', id, organisation, `${owner}-assessment-${status}`, isOffice);
    await dataSource.query(
      `insert into workflow_event (council_assessment_id, organisation_id, transition, to_status, acting_organisation_id)
       values ($1, $2, $3, $4, $2)`,
      [id, organisation, plant(`canary-assessed-${owner}-${status}`, `${where} workflow_event`, () => false), status],
    );
    if (status !== 'PUBLISHED') continue;
    await dataSource.query(
      `with published as (insert into published_assessment (council_assessment_id, organisation_id, year, criteria_version, reply_due_on, revision)
         values ($1, $2, $3, 1, '2027-01-31', 1) returning id)
       insert into published_finding (published_assessment_id, criterion_id, finding, summary, evidence)
       select published.id, assessment_criterion.id, 'PARTLY', $4, '[]' from published, assessment_criterion
       where criteria_version = 1 and code = 'STRATEGY'`,
      [
        id,
        organisation,
        year,
        plant(`canary-public-finding-${owner}`, `${owner} published_finding.summary`, () => true),
      ],
    );
  }
  return ids;
}
