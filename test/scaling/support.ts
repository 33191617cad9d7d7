import { randomUUID } from 'node:crypto';
import { signLocalToken } from '../../src/identity/local-issuer';
import type { Folder } from '../support/files';
import { mutationText } from '../support/mutations';
import type { Caller } from '../support/server';

export interface Request {
  query: string;
  variables?: object;
  /** The revision that the reader says it has seen. */
  seen?: number | string | undefined;
  token?: string;
}

/** Sends a request to a server process, and gives whatever comes back. */
export const send = (address: string, { query, variables, seen, token }: Request): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(seen !== undefined && { 'register-revision': String(seen) }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });

export interface Answer {
  /** The newest revision that it shows, by its header. */
  revision: number;
  data: any;
}

/** Sends what must be answered. */
export async function ask(address: string, request: Request): Promise<Answer> {
  const response = await send(address, request);
  const { data, errors } = (await response.json()) as any;
  if (response.status !== 200 || errors) throw new Error(`${response.status} ${JSON.stringify(errors)}`);
  return { revision: Number(response.headers.get('register-revision')), data };
}

/** A token of the local issuer of the servers whose DATA_DIR the folder is. */
export const tokenOf = (folder: Folder, { roles = [], subject = 'tester', ...caller }: Caller): Promise<string> =>
  signLocalToken(folder.path, { ...caller, roles, subject, expires: '1h' });

/** Sends a mutation that must be done. */
export async function mutate(address: string, token: string, mutation: string, input: object): Promise<Answer> {
  const variables = { input: { idempotencyKey: randomUUID(), ...input } };
  const answer = await ask(address, { query: mutationText(mutation, '__typename'), variables, token });
  const { userErrors } = answer.data[mutation];
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  return answer;
}

/** Opens an action, which publishes it. Answers the revision that this made. */
export async function publishAction(address: string, folder: Folder, code: string): Promise<number> {
  const keeper: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'], subject: 'keeper' };
  const { revision } = await mutate(address, await tokenOf(folder, keeper), 'openAction', {
    code,
    title: 'An action of the test',
    summary: 'Do it.',
    ownerCode: 'DFE',
    dueOn: '2027-03-31',
    priorityCodes: ['2a'],
    recommendationCodes: ['7b'],
  });
  return revision;
}
