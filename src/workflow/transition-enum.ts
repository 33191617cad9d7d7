import type { Audience } from '../graph/audience';
import { registerEnumType } from '../graph/declare';
import type { Workflow } from './workflow';

/** Makes the enum of the steps of a workflow, for `availableTransitions`. */
export function transitionEnum<Status extends string, Name extends string>(
  name: string,
  workflow: Workflow<Status, Name>,
  audience: Audience,
): Record<Name, Name> {
  const values = Object.fromEntries(workflow.names.map((each) => [each, each])) as Record<Name, Name>;
  registerEnumType(values, {
    name,
    audience,
    description: `What can be done with a ${workflow.noun}: see docs/workflow.md.`,
    values: Object.fromEntries(
      workflow.names.map((each) => [each, { audience, description: workflow.transitions[each].says }]),
    ) as Record<Name, { audience: Audience; description: string }>,
  });
  return values;
}
