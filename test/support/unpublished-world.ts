import type { DataSource } from 'typeorm';
import type { View } from '../../src/graph/audience';
import type { Caller } from './server';

/** Whom the views are tried as; null is nobody, the public. */
export const CALLERS: Record<string, Caller | null> = {
  public: null,
  'council A': { view: 'council', organisation: 'E08000004', roles: ['submitter'] },
  'council B': { view: 'council', organisation: 'E06000021', roles: ['submitter'] },
  department: { view: 'government', organisation: 'DFE' },
  'department B': { view: 'government', organisation: 'HOME_OFFICE' },
  office: { view: 'office', organisation: 'OSCDR', roles: ['administrator'] },
};

export const viewOf = (caller: Caller | null): View => (caller ? (caller.view.toUpperCase() as View) : 'PUBLIC');

/** An assignment of each organisation whose unpublished work is planted. */
export const OWNERS: Record<string, string> = { E08000004: '12a', E06000021: '12a', DFE: '7b', HOME_OFFICE: '4' };

/** A value that stands in one restricted column of one row, and nowhere else in the world. */
export interface Canary {
  text: string;
  /** Where it stands, for the message of a failure. */
  where: string;
  seenBy(caller: Caller | null): boolean;
}

const STATUSES = ['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED', 'WITHDRAWN'];

/** Plants unpublished work of four organisations, with a canary in every restricted column, and says who may see which. */
export async function plantUnpublishedWork(
  dataSource: DataSource,
): Promise<{ canaries: Canary[]; updateKeys: string[] }> {
  const canaries: Canary[] = [];
  const updateKeys: string[] = [];
  const plant = (text: string, where: string, seenBy: Canary['seenBy']): string => {
    canaries.push({ text, where, seenBy });
    return text;
  };
  const isOffice = (caller: Caller | null): boolean => caller?.view === 'office';
  let day = 0;
  const canaryDay = (): string => `20${50 + Math.floor(day / 28)}-07-${String((day++ % 28) + 1).padStart(2, '0')}`;

  for (const [owner, recommendation] of Object.entries(OWNERS)) {
    const [{ assignment, organisation }] = await dataSource.query<[{ assignment: number; organisation: number }]>(
      `select assignment.id as assignment, organisation.id as organisation from assignment
       join recommendation on recommendation.id = recommendation_id join organisation on organisation.id = organisation_id
       where recommendation.code = $1 and organisation.code = $2`,
      [recommendation, owner],
    );
    const own = (caller: Caller | null): boolean => isOffice(caller) || caller?.organisation === owner;
    const ownOrGovernment = (caller: Caller | null): boolean => own(caller) || caller?.view === 'government';

    await dataSource.query(
      'insert into delivery_detail (assignment_id, organisation_id, forecast_on, blockers) values ($1, $2, $3, $4)',
      [
        assignment,
        organisation,
        plant(canaryDay(), `${owner} delivery_detail.forecast_on`, ownOrGovernment),
        plant(`canary-blockers-${owner}`, `${owner} delivery_detail.blockers`, ownOrGovernment),
      ],
    );
    for (const status of STATUSES) {
      const submitted = ['SUBMITTED', 'APPROVED', 'PUBLISHED'].includes(status);
      const seenBy = submitted ? ownOrGovernment : own;
      const where = `${owner} ${status}`;
      const [{ id, key }] = await dataSource.query<[{ id: number; key: string }]>(
        `insert into progress_update (assignment_id, organisation_id, status, period_start, period_end, summary,
           delivery_status, self_rated_rag, updated_at)
         values ($1, $2, $3, $4, $5, $6, 'IN_PROGRESS', 'AMBER', $7) returning id, key`,
        [
          assignment,
          organisation,
          status,
          plant(canaryDay(), `${where} progress_update.period_start`, seenBy),
          plant(canaryDay(), `${where} progress_update.period_end`, seenBy),
          plant(`canary-summary-${owner}-${status}`, `${where} progress_update.summary`, seenBy),
          plant(canaryDay(), `${where} progress_update.updated_at`, seenBy),
        ],
      );
      updateKeys.push(key);
      await dataSource.query(
        'insert into submission (progress_update_id, organisation_id, submitted_by, submitted_at) values ($1, $2, $3, $4)',
        [
          id,
          organisation,
          plant(`canary-person-${owner}-${status}`, `${where} submission.submitted_by`, own),
          plant(canaryDay(), `${where} submission.submitted_at`, own),
        ],
      );
      await dataSource.query(
        'insert into review_note (progress_update_id, organisation_id, text, written_at) values ($1, $2, $3, $4)',
        [
          id,
          organisation,
          plant(`canary-note-${owner}-${status}`, `${where} review_note.text`, own),
          plant(canaryDay(), `${where} review_note.written_at`, own),
        ],
      );
    }
    await dataSource.query(
      `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
       values ($1, '2025-01-01', '2025-03-31', $2, 'IN_PROGRESS', 'AMBER', 1)`,
      [assignment, plant(`canary-published-${owner}`, `${owner} published_update.summary`, () => true)],
    );
  }
  await dataSource.query(
    `insert into unreleased_observation (indicator_id, area_id, period_start, period_end, value, lower, upper, marker, release_at)
     select indicator.id, area.id, $1, $2, $3, $4, $5, 'p', $6 from indicator, area
     where indicator.code = 'wellbeing_anxiety' and area.code = 'E08000004'`,
    [
      plant(canaryDay(), 'unreleased_observation.period_start', isOffice),
      plant(canaryDay(), 'unreleased_observation.period_end', isOffice),
      plant('987654.125', 'unreleased_observation.value', isOffice),
      plant('987653.125', 'unreleased_observation.lower', isOffice),
      plant('987655.125', 'unreleased_observation.upper', isOffice),
      plant(canaryDay(), 'unreleased_observation.release_at', isOffice),
    ],
  );
  return { canaries, updateKeys };
}

export const RESTRICTED_TABLES = [
  'delivery_detail',
  'progress_update',
  'submission',
  'review_note',
  'unreleased_observation',
];
