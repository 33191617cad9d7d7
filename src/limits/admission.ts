import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../identity/verifier';
import type { Viewer } from '../identity/viewer';
import type { Account, Budgets } from './budgets';
import { RateLimited } from './rate-limited';

/** Points that a request takes before it is known what it asks: as much as an answer that is kept. */
export const LEAST_POINTS = 1;

export interface Admitted {
  viewer: Viewer;
  account: Account;
}

/** Takes what a request costs beside what it took to be let in, or throws RateLimited. */
export function takeRest(account: Account, points: number): void {
  if (!account.take(points - LEAST_POINTS)) throw new RateLimited(account, points);
}

/** What is looked at of a request. */
type Asking = Pick<FastifyRequest, 'ip'> & { headers: Pick<FastifyRequest['headers'], 'authorization'> };

export type Admit = (request: Asking) => Promise<Admitted>;

/** Lets requests in: says who asks and whose points it takes, or throws Unauthenticated or RateLimited. */
export function admission(verify: (authorization: string | undefined) => Promise<Viewer>, budgets: Budgets): Admit {
  return async ({ headers: { authorization }, ip }: Asking): Promise<Admitted> => {
    const refusals = authorization === undefined ? undefined : budgets.refusalsOf(ip);
    if (refusals?.remaining === 0) throw new RateLimited(refusals, 1);
    let viewer: Viewer;
    try {
      viewer = await verify(authorization);
    } catch (error) {
      if (error instanceof Unauthenticated) refusals?.take(1);
      throw error;
    }
    const account = budgets.of(viewer, ip);
    if (!account.take(LEAST_POINTS)) throw new RateLimited(account, LEAST_POINTS);
    return { viewer, account };
  };
}
