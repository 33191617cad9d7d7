import { Refusal, UserErrorCode } from '../writes/refusal';
import type { Write } from '../writes/write';

/** What an organisation must do and reports on: an assignment or an action of its own. */
export interface Duty {
  assignmentId: number | null;
  actionId: number | null;
  /** The code of the recommendation or action. */
  code: string;
  /** Its type and natural key in the graph. */
  typeName: 'Assignment' | 'Action';
  key: string;
  dueOn: string | null;
  /** The day an action is planned to begin. */
  startsOn: string | null;
}

export interface DutyChoice {
  recommendationCode?: string | null;
  actionCode?: string | null;
}

/** Finds the assignment or action that an input names, among those of the viewer's own organisation. */
export async function findDuty(write: Write, { recommendationCode, actionCode }: DutyChoice): Promise<Duty> {
  if ((recommendationCode == null) === (actionCode == null)) {
    throw Refusal.of(
      UserErrorCode.REQUIRED,
      'Give "recommendationCode" or "actionCode", one of them.',
      'recommendationCode',
    );
  }
  const duty =
    recommendationCode != null
      ? await write.row<Duty>(
          `select assignment.id as "assignmentId", null as "actionId", recommendation.code, 'Assignment' as "typeName",
             recommendation.code || ':' || organisation.code as key, assignment.due_on as "dueOn",
             null::date as "startsOn"
           from assignment join recommendation on recommendation.id = assignment.recommendation_id
           join organisation on organisation.id = assignment.organisation_id
           where recommendation.code = $1 and organisation.id = $2`,
          [recommendationCode, write.organisation.id],
        )
      : await write.row<Duty>(
          `select null as "assignmentId", action.id as "actionId", action.code, 'Action' as "typeName",
             action.code as key, action.due_on as "dueOn", action.starts_on as "startsOn"
           from action where action.code = $1 and action.organisation_id = $2`,
          [actionCode, write.organisation.id],
        );
  if (duty) return duty;
  throw recommendationCode != null
    ? Refusal.of(
        UserErrorCode.UNKNOWN,
        `There is no recommendation ${JSON.stringify(recommendationCode)} that ${write.organisation.name} must act on.`,
        'recommendationCode',
      )
    : Refusal.of(
        UserErrorCode.UNKNOWN,
        `There is no action ${JSON.stringify(actionCode)} that ${write.organisation.name} owns.`,
        'actionCode',
      );
}

/** Where an assignment or action that something is about stands: its table, the column that leads there, and its id. */
export function dutyOf({ assignmentId, actionId }: Pick<Duty, 'assignmentId' | 'actionId'>) {
  return assignmentId === null
    ? ({ table: 'action', column: 'action_id', id: actionId! } as const)
    : ({ table: 'assignment', column: 'assignment_id', id: assignmentId } as const);
}
