import { randomUUID } from 'node:crypto';
import type { Caller, GraphResponse, TestServer } from './server';

/** Each mutation has an input type of its own, named after it. */
const inputType = (mutation: string): string => `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;

/** The field of a mutation's payload that has what it made or changed, by the noun its name ends with. */
const FIELDS: [RegExp, string][] = [
  [/ProgressUpdate$/, 'progressUpdate'],
  [/(Response|respondToRecommendation)$/, 'recommendationResponse'],
  [/(DueDateChange|DueDateRequest)$/, 'dueDateRequest'],
  [/DeliveryDetail$/, 'deliveryDetail'],
  [/(Observations?|DataReturn)$/, 'dataReturn'],
  [/IndicatorRelease$/, 'indicator'],
  [/Assignment$/, 'assignment'],
  [/Assessment/, 'councilAssessment'],
  [/Milestone$/, 'milestone'],
  [/Action$/, 'action'],
];

export function mutationText(mutation: string, selection: string): string {
  const field = FIELDS.find(([name]) => name.test(mutation))![1];
  return `mutation ($input: ${inputType(mutation)}!) { ${mutation}(input: $input) { ${field} { ${selection} } userErrors { code message field } } }`;
}

/** Sends a mutation, under a new idempotency key unless the input has one, and gives whatever comes back. */
export function attempt(
  server: TestServer,
  caller: Caller | undefined,
  mutation: string,
  selection: string,
  input: Record<string, unknown>,
): Promise<GraphResponse> {
  return server.ask(mutationText(mutation, selection), { input: { idempotencyKey: randomUUID(), ...input } }, caller);
}

/** Sends a mutation that must be done, and gives its payload. */
export async function mutate(
  server: TestServer,
  caller: Caller,
  mutation: string,
  selection: string,
  input: Record<string, unknown>,
): Promise<any> {
  const { data, errors } = await attempt(server, caller, mutation, selection, input);
  if (errors || data[mutation].userErrors.length > 0) {
    throw new Error(
      `${mutation} was not done.\n${JSON.stringify({ caller, input, errors, userErrors: data?.[mutation]?.userErrors }, null, 2)}`,
    );
  }
  return data[mutation];
}

/** Sends a mutation that must be refused for its input, and gives what is said to be wrong with it. */
export async function userErrors(
  server: TestServer,
  caller: Caller,
  mutation: string,
  input: Record<string, unknown>,
): Promise<{ code: string; message: string; field: string[] }[]> {
  const { data, errors } = await attempt(server, caller, mutation, '__typename', input);
  if (errors || data[mutation].userErrors.length === 0) {
    throw new Error(
      `${mutation} should have been refused.\n${JSON.stringify({ caller, input, errors, data }, null, 2)}`,
    );
  }
  return data[mutation].userErrors;
}
