import { GraphQLISODateTime, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Field, ObjectType } from '../graph/declare';

@ObjectType({ audience: EVERYONE, description: 'What the caller may ask in the present minute: see docs/limits.md.' })
export class RateLimit {
  @Field(() => Int, { audience: EVERYONE, description: 'How many points the caller may use in a minute.' })
  limit!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'How many points this request takes.' })
  cost!: number;

  @Field(() => Int, { audience: EVERYONE, description: 'How many points are left, after this request.' })
  remaining!: number;

  @Field(() => GraphQLISODateTime, { audience: EVERYONE, description: 'When all points are there again.' })
  resetAt!: Date;
}

export function rateLimitOf({ account, cost }: Context): RateLimit | null {
  if (!account || !Number.isFinite(account.limit)) return null;
  const { limit, remaining, resetsAt } = account;
  return { limit, cost, remaining, resetAt: new Date(resetsAt) };
}
