import { Ctx, Resolver } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { Query } from '../graph/declare';
import { RateLimit, rateLimitOf } from './rate-limit';

@Resolver(() => RateLimit)
export class RateLimitResolver {
  @Query(() => RateLimit, {
    nullable: true,
    audience: EVERYONE,
    published: false,
    description:
      'What the caller may ask in the present minute, and what this request takes of it; null where there is no limit.',
  })
  rateLimit(@Ctx() context: Context): RateLimit | null {
    return rateLimitOf(context);
  }
}
