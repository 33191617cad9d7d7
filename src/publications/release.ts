import { GraphQLISODateTime } from 'type-graphql';
import { OFFICE_ONLY } from '../graph/audience';
import { Field, InputType } from '../graph/declare';
import { Refusal, UserErrorCode } from '../writes/refusal';
import { ChangeInput } from '../writes/payload';
import type { Write } from '../writes/write';

export interface ReleaseChoice {
  immediately: boolean;
  releaseAt?: Date | null;
}

/** What a mutation is sent that publishes something there is. */
@InputType({
  audience: OFFICE_ONLY,
  description: 'Never an input of its own: inputs that publish something there is have its fields.',
})
export abstract class ReleaseInput extends ChangeInput implements ReleaseChoice {
  @Field(() => Boolean, {
    defaultValue: false,
    audience: OFFICE_ONLY,
    description: 'true: publish now, and not at a release time.',
  })
  immediately!: boolean;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'When to publish. Where not given, at the next 09:30 in London from Monday to Friday.',
  })
  releaseAt?: Date | null;
}

/**
 * The time that something is to be published at; null for now. Official statistics are released at 09:30 (Code of
 * Practice for Statistics, T3), and the register follows them in all that it publishes.
 */
export async function releaseTime(write: Write, { immediately, releaseAt }: ReleaseChoice): Promise<Date | null> {
  if (immediately) {
    if (releaseAt == null) return null;
    throw Refusal.of(UserErrorCode.INVALID, 'Give "immediately" or "releaseAt", not both.', 'releaseAt');
  }
  if (releaseAt == null) {
    const row = await write.row<{ time: Date }>(`
      select min(time) as time from generate_series(0, 3) as day,
        lateral (select (now() at time zone 'Europe/London')::date + day as date) each,
        lateral (select (date + time '09:30') at time zone 'Europe/London' as time) release
      where time > now() and extract(isodow from date) < 6`);
    return row!.time;
  }
  const [{ past }] = (await write.rows('select $1::timestamptz <= now() as past', [releaseAt])) as [{ past: boolean }];
  if (past) {
    throw Refusal.of(
      UserErrorCode.INVALID,
      `"releaseAt" (${releaseAt.toISOString()}) must be in the future. To publish now, say "immediately".`,
      'releaseAt',
    );
  }
  return releaseAt;
}
