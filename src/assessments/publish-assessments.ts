import { PublicationKind } from '../publications/publication';
import { publish } from '../publications/publish';
import { idOfWork, step } from '../workflow/move';
import type { Write } from '../writes/write';
import { ASSESSMENTS, AssessmentTransition, assessmentWorkflow } from './assessment.workflow';
import type { CouncilAssessment } from './council-assessment';

/** Publishes assessments as one publication: a copy of each, with the reply to it. Answers them as they are then. */
export async function publishAssessments(
  write: Write,
  assessments: readonly CouncilAssessment[],
): Promise<CouncilAssessment[]> {
  const title =
    assessments.length === 1 ? 'An assessment of a council' : `${assessments.length} assessments of councils`;
  const revision = await publish(write.client, PublicationKind.ASSESSMENT, title);
  const published: CouncilAssessment[] = [];
  for (const each of assessments) {
    // A reply to an earlier wording, which has been revised since, does not go with this one.
    const row = await write.row<{ id: number }>(
      `insert into published_assessment (council_assessment_id, organisation_id, year, criteria_version, reply_due_on,
         reply_text, replied_at, revision)
       select assessment.id, assessment.organisation_id, year, criteria_version, reply_due_on, text, submitted_at, $2
       from council_assessment assessment
       left join assessment_reply reply on reply.council_assessment_id = assessment.id and reply.round = assessment.round
       where assessment.id = $1 returning id`,
      [each.id, revision],
    );
    await write.rows(
      `insert into published_finding (published_assessment_id, criterion_id, finding, summary, evidence)
       select $1, criterion_id, finding, summary, evidence from assessment_finding
       where council_assessment_id = $2 order by id`,
      [row!.id, each.id],
    );
    published.push(await step(write, ASSESSMENTS, each, AssessmentTransition.PUBLISH, { release_at: null }));
    await write.tell(
      each.organisationId,
      'ASSESSMENT_PUBLISHED',
      idOfWork(assessmentWorkflow, each),
      'An assessment of your council was published.',
    );
  }
  return published;
}
