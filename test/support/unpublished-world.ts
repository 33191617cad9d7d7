import type { DataSource } from 'typeorm';
import type { View } from '../../src/graph/audience';
import type { Caller } from './server';
import { plantAssessments } from './unpublished-assessments';

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
): Promise<{ canaries: Canary[]; updateKeys: string[]; noticeIds: string[] }> {
  const canaries: Canary[] = [];
  const updateKeys: string[] = [];
  const noticeIds: string[] = [];
  const plant = (text: string, where: string, seenBy: Canary['seenBy']): string => {
    canaries.push({ text, where, seenBy });
    return text;
  };
  const isOffice = (caller: Caller | null): boolean => caller?.view === 'office';
  let day = 0;
  const canaryDay = (): string => `20${50 + Math.floor(day / 28)}-07-${String((day++ % 28) + 1).padStart(2, '0')}`;

  const plantPerson = async (
    column: string,
    id: number,
    organisation: number,
    where: string,
    seenBy: Canary['seenBy'],
  ): Promise<void> => {
    await dataSource.query(
      `insert into submission (${column}, organisation_id, submitted_by, submitted_at) values ($1, $2, $3, $4)`,
      [
        id,
        organisation,
        plant(`canary-person-${where}`, `${where} submission.submitted_by`, seenBy),
        plant(canaryDay(), `${where} submission.submitted_at`, seenBy),
      ],
    );
  };

  // Work in every state at once, without the steps that lead there.
  const guarded = ['progress_update', 'returned_observation', 'assessment_finding'];
  for (const table of guarded) await dataSource.query(`alter table ${table} disable trigger refuse_rewriting`);
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
         values ($1, $2, 'DRAFT', $3, $4, $5, 'IN_PROGRESS', 'AMBER', $6) returning id, key`,
        [
          assignment,
          organisation,
          plant(canaryDay(), `${where} progress_update.period_start`, seenBy),
          plant(canaryDay(), `${where} progress_update.period_end`, seenBy),
          plant(`canary-summary-${owner}-${status}`, `${where} progress_update.summary`, seenBy),
          plant(canaryDay(), `${where} progress_update.updated_at`, seenBy),
        ],
      );
      updateKeys.push(key);
      await dataSource.query(
        `insert into evidence (progress_update_id, organisation_id, title, kind, url, dated_on)
         values ($1, $2, $3, 'DOCUMENT', $4, $5)`,
        [
          id,
          organisation,
          plant(`canary-evidence-${owner}-${status}`, `${where} evidence.title`, seenBy),
          plant(`https://canary.example/${owner}-${status}`, `${where} evidence.url`, seenBy),
          plant(canaryDay(), `${where} evidence.dated_on`, seenBy),
        ],
      );
      await dataSource.query(
        'update progress_update set status = $2, release_at = $3, version = version + 1 where id = $1',
        [id, status, plant(canaryDay(), `${where} progress_update.release_at`, seenBy)],
      );
      await dataSource.query(
        `insert into verification (progress_update_id, organisation_id, verdict, verified_rag, evidence_strength, note, verified_at)
         values ($1, $2, 'CONFIRMED', 'GREEN', 'DOCUMENTED', $3, $4)`,
        [
          id,
          organisation,
          plant(`canary-verification-${owner}-${status}`, `${where} verification.note`, own),
          plant(canaryDay(), `${where} verification.verified_at`, own),
        ],
      );
      await dataSource.query(
        `insert into workflow_event (progress_update_id, organisation_id, transition, to_status, acting_organisation_id, occurred_at)
         values ($1, $2, $3, $4, $2, $5)`,
        [
          id,
          organisation,
          plant(`canary-transition-${owner}-${status}`, `${where} workflow_event.transition`, own),
          status,
          plant(canaryDay(), `${where} workflow_event.occurred_at`, own),
        ],
      );
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
    for (const status of ['SUBMITTED', 'WITHDRAWN']) {
      const where = `${owner} ${status} recommendation_response`;
      const seenBy = status === 'SUBMITTED' ? ownOrGovernment : own;
      const [{ id }] = await dataSource.query<[{ id: number }]>(
        `insert into recommendation_response (assignment_id, organisation_id, status, response, rationale, release_at, updated_at)
         values ($1, $2, $3, 'ACCEPTED', $4, $5, $6) returning id`,
        [
          assignment,
          organisation,
          status,
          plant(`canary-rationale-${owner}-${status}`, `${where}.rationale`, seenBy),
          plant(canaryDay(), `${where}.release_at`, seenBy),
          plant(canaryDay(), `${where}.updated_at`, seenBy),
        ],
      );
      await plantPerson('recommendation_response_id', id, organisation, `${owner}-response-${status}`, own);
    }
    const [{ id: requestId }] = await dataSource.query<[{ id: number }]>(
      `insert into due_date_request (assignment_id, organisation_id, former_due_on, new_due_on, reason, updated_at)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [
        assignment,
        organisation,
        plant(canaryDay(), `${owner} due_date_request.former_due_on`, ownOrGovernment),
        plant(canaryDay(), `${owner} due_date_request.new_due_on`, ownOrGovernment),
        plant(`canary-reason-${owner}`, `${owner} due_date_request.reason`, ownOrGovernment),
        plant(canaryDay(), `${owner} due_date_request.updated_at`, ownOrGovernment),
      ],
    );
    await plantPerson('due_date_request_id', requestId, organisation, `${owner}-request`, own);
    if (owner.startsWith('E')) {
      const [{ id: returnId }] = await dataSource.query<[{ id: number }]>(
        'insert into data_return (organisation_id, updated_at) values ($1, $2) returning id',
        [organisation, plant(canaryDay(), `${owner} data_return.updated_at`, own)],
      );
      await plantPerson('data_return_id', returnId, organisation, `${owner}-return`, own);
      await dataSource.query(
        `insert into returned_observation (data_return_id, organisation_id, indicator_id, area_id, period_start, period_end, value, lower, upper, note)
         select $1, $2, indicator.id, organisation.area_id, $3, $4, $5, $6, $7, $8 from indicator, organisation
         where indicator.code = 'wellbeing_anxiety' and organisation.id = $2`,
        [
          returnId,
          organisation,
          plant(canaryDay(), `${owner} returned_observation.period_start`, own),
          plant(canaryDay(), `${owner} returned_observation.period_end`, own),
          ...['value', 'lower', 'upper'].map((column, index) =>
            plant(
              `${8_000_000 + organisation * 10 + [2, 1, 3][index]!}.125`,
              `${owner} returned_observation.${column}`,
              own,
            ),
          ),
          plant(`canary-figure-note-${owner}`, `${owner} returned_observation.note`, own),
        ],
      );
    }
    if (owner.startsWith('E')) {
      const planting = { dataSource, owner, organisation, plant, canaryDay, plantPerson, own, isOffice };
      noticeIds.push(...(await plantAssessments(planting)));
    }
    const alone = (caller: Caller | null): boolean => caller?.organisation === owner;
    const [{ key: subscription, id: subscriptionId }] = await dataSource.query<[{ key: string; id: number }]>(
      `insert into notice_subscription (organisation_id, channel, target, created_at) values ($1, 'WEBHOOK', $2, $3) returning id, key`,
      [
        organisation,
        plant(`https://canary.example/${owner}-target`, `${owner} notice_subscription.target`, alone),
        plant(canaryDay(), `${owner} notice_subscription.created_at`, alone),
      ],
    );
    await dataSource.query(
      'insert into webhook_secret (notice_subscription_id, organisation_id, secret) values ($1, $2, $3)',
      [subscriptionId, organisation, plant(`canary-secret-${owner}`, `${owner} webhook_secret.secret`, () => false)],
    );
    const [{ id: outboxId }] = await dataSource.query<[{ id: number }]>(
      `insert into outbox (organisation_id, event, subject_id, title, drained_at) values ($1, 'X', 'x', $2, now()) returning id`,
      [organisation, plant(`canary-outbox-${owner}`, `${owner} outbox.title`, () => false)],
    );
    const noticeKeys: string[] = [];
    for (const isDead of [true, false]) {
      const where = `${owner} ${isDead ? 'dead' : 'live'} notice_delivery`;
      const seenBy = isDead ? isOffice : () => false;
      const [{ key }] = await dataSource.query<[{ key: string }]>(
        `insert into notice_delivery (outbox_id, notice_subscription_id, organisation_id, channel, target_host, event, title,
           occurred_at, attempts, last_error, dead_at, next_attempt_at)
         values ($1, $2, $3, 'WEBHOOK', $4, $5, $6, $7, 10, $8, $9, $10) returning key`,
        [
          outboxId,
          isDead ? subscriptionId : subscriptionId + 1000,
          organisation,
          plant(`canary-host-${owner}-${isDead}.example`, `${where}.target_host`, seenBy),
          plant(`CANARY_EVENT_${owner}_${isDead}`, `${where}.event`, seenBy),
          plant(`canary-notice-${owner}-${isDead}`, `${where}.title`, seenBy),
          plant(canaryDay(), `${where}.occurred_at`, seenBy),
          plant(`canary-error-${owner}-${isDead}`, `${where}.last_error`, seenBy),
          isDead ? plant(canaryDay(), `${where}.dead_at`, seenBy) : null,
          isDead ? null : '2100-01-01',
        ],
      );
      noticeKeys.push(`DeadNotice:${key}`);
    }
    noticeIds.push(`NoticeSubscription:${subscription}`, ...noticeKeys);
    await dataSource.query(
      `insert into audit_entry (organisation_id, actor, action, subject_type, subject_key, detail)
       values ($1, $2, 'canary-action', 'Nothing', 'x', $3)`,
      [
        organisation,
        plant(`canary-actor-${owner}`, `${owner} audit_entry.actor`, isOffice),
        JSON.stringify({ text: plant(`canary-detail-${owner}`, `${owner} audit_entry.detail`, isOffice) }),
      ],
    );
    await dataSource.query(
      `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
       values ($1, '2025-01-01', '2025-03-31', $2, 'IN_PROGRESS', 'AMBER', 1)`,
      [assignment, plant(`canary-published-${owner}`, `${owner} published_update.summary`, () => true)],
    );
  }
  await dataSource.query(
    `insert into unreleased_observation (indicator_id, area_id, period_start, period_end, value, lower, upper, marker, release_at, note)
     select indicator.id, area.id, $1, $2, $3, $4, $5, 'p', $6, $7 from indicator, area
     where indicator.code = 'wellbeing_anxiety' and area.code = 'E08000004'`,
    [
      plant(canaryDay(), 'unreleased_observation.period_start', isOffice),
      plant(canaryDay(), 'unreleased_observation.period_end', isOffice),
      plant('987654.125', 'unreleased_observation.value', isOffice),
      plant('987653.125', 'unreleased_observation.lower', isOffice),
      plant('987655.125', 'unreleased_observation.upper', isOffice),
      plant(canaryDay(), 'unreleased_observation.release_at', isOffice),
      plant('canary-unreleased-note', 'unreleased_observation.note', isOffice),
    ],
  );
  for (const table of guarded) await dataSource.query(`alter table ${table} enable trigger refuse_rewriting`);
  return { canaries, updateKeys, noticeIds };
}

export const RESTRICTED_TABLES = [
  'delivery_detail',
  'progress_update',
  'submission',
  'review_note',
  'unreleased_observation',
  'evidence',
  'verification',
  'workflow_event',
  'recommendation_response',
  'due_date_request',
  'data_return',
  'returned_observation',
  'council_assessment',
  'assessment_finding',
  'assessment_reply',
  'audit_entry',
  'notice_subscription',
  'notice_delivery',
];
