import type { ClientBase } from 'pg';
import { columnsOf } from './observation-stage';
import { load, readFile, withPositions } from './package-file';

const SETS = 'editorial/assessment_criteria_sets.csv';
const SET_SHAPE =
  'version:int4 label status adopted_on:date note least_shortfalls:int4 most_insufficient_percent:int4 threshold_note';
const SET_CONTENT =
  'version, label, status, adopted_on, note, least_shortfalls, most_insufficient_percent, threshold_note';

const CRITERIA = 'editorial/assessment_criteria.csv';
const CRITERION_SHAPE =
  'criteria_version:int4 code position:int4 recommendation_code title question sufficient partly insufficient';
const CRITERION_CONTENT = 'criteria_version, code, title, question, sufficient, partly, insufficient';

/** Loads the versions of the criteria that are new. Those that are there are published: the package must not change them. */
export async function loadAssessmentCriteria(client: ClientBase, revision: number): Promise<void> {
  const sets = readFile(SETS);
  await load(
    client,
    sets,
    SET_SHAPE,
    `insert into assessment_criteria_set (${SET_CONTENT}, revision) select ${SET_CONTENT}, ${revision} from $rows
     on conflict do nothing`,
  );
  const criteria = withPositions(readFile(CRITERIA));
  await load(
    client,
    criteria,
    CRITERION_SHAPE,
    `insert into assessment_criterion (${CRITERION_CONTENT}, position, recommendation_id)
     select ${columnsOf('row', CRITERION_CONTENT)}, row.position, recommendation.id
     from $rows join recommendation on recommendation.code = row.recommendation_code
     join assessment_criteria_set on version = row.criteria_version and revision = ${revision}
     order by row.position`,
  );
  refuseChanges(
    SETS,
    await load(
      client,
      sets,
      SET_SHAPE,
      `select ${SET_CONTENT} from $rows except select ${SET_CONTENT} from assessment_criteria_set`,
    ),
  );
  refuseChanges(
    CRITERIA,
    await load(
      client,
      criteria,
      CRITERION_SHAPE,
      `select ${CRITERION_CONTENT}, recommendation_code from $rows
       except select ${columnsOf('criterion', CRITERION_CONTENT)}, recommendation.code
       from assessment_criterion criterion join recommendation on recommendation.id = recommendation_id`,
    ),
  );
}

function refuseChanges(file: string, changed: object[]): void {
  if (changed.length === 0) return;
  throw new Error(
    `data/${file} has other words for what is published: ${JSON.stringify(changed[0])}. Give them a new version.`,
  );
}
