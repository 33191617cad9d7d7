import { publishAs } from '../support/databases';
import type { TestServer } from '../support/server';

/**
 * A small world on the real register: Oldham has accepted 12a, reports that it is in progress, and is late; nobody else
 * has said anything. Its report would be a formula in a spreadsheet, and markup in a page.
 */
export const REPORT = '=1+1 <b>We have</b> begun & go on';

export async function publishProgress(server: TestServer): Promise<void> {
  await publishAs(
    server.dataSource,
    1,
    `update assignment set due_on = '2020-01-31', original_due_on = '2020-01-01', response = 'ACCEPTED',
       delivery_status = 'IN_PROGRESS', self_rated_rag = 'GREEN', verified_rag = 'AMBER'
     from organisation, recommendation
     where organisation.code = 'E08000004' and recommendation.code = '12a'
       and assignment.organisation_id = organisation.id and assignment.recommendation_id = recommendation.id`,
  );
  await server.dataSource.query(
    `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, revision)
     select assignment.id, '2026-01-01', '2026-03-31', $1, delivery_status, self_rated_rag, 1 from assignment
     where delivery_status is not null`,
    [REPORT],
  );
}
