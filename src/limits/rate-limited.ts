import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Account } from './budgets';
import type { MetLimit } from './limit-exceeded';
import { LIMITS } from './limits';

export const RATE_LIMITED = 'RATE_LIMITED';

/** The names of budgets in headers. */
const POLICIES: Partial<Record<Account['name'], string>> = {
  publicPoints: 'public',
  organisationPoints: 'organisation',
  keyPoints: 'key',
};

/** What a caller is told who has too little left. */
export function describeShortage({ name, limit, remaining, secondsLeft }: Account, cost: number): string {
  const { on, unit, advice } = LIMITS[name];
  const written = (count: number): string => count.toLocaleString('en-GB');
  return (
    `The limit on ${on} is ${written(limit)} ${unit}: ${written(remaining)} are left, and this takes ${written(cost)}. ` +
    `It is full again in ${secondsLeft} s. ${advice}`
  );
}

/** There is not enough left of a caller's budget. Nothing was run. */
export class RateLimited extends GraphQLError {
  constructor(
    readonly account: Account,
    cost: number,
  ) {
    const met: MetLimit = { name: account.name, limit: account.limit, had: account.limit - account.remaining + cost };
    super(describeShortage(account, cost), {
      extensions: {
        code: RATE_LIMITED,
        met,
        http: { status: 429, headers: new HeaderMap(Object.entries(headersOf(account, true))) },
      },
    });
  }
}

/** What each answer says of the caller's budget: draft-ietf-httpapi-ratelimit-headers. Nothing where there is no limit. */
export function headersOf(account: Account, refused = false): Record<string, string> {
  const { name, limit, remaining, secondsLeft } = account;
  const policy = POLICIES[name];
  const headers: Record<string, string> = {};
  if (policy !== undefined && Number.isFinite(limit)) {
    headers['ratelimit-policy'] = `"${policy}";q=${limit};w=60`;
    headers['ratelimit'] = `"${policy}";r=${remaining};t=${secondsLeft}`;
  }
  if (refused) headers['retry-after'] = String(secondsLeft);
  return headers;
}
