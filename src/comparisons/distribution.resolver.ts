import { Args, Ctx, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { Indicator } from '../indicators/indicator';
import { Distribution, DistributionArguments, distributionOver } from './distribution';
import { SeriesBreak, seriesBreaksOf } from './series-breaks';

@Resolver(() => Indicator)
export class IndicatorDistributionResolver {
  @FieldResolver(() => Distribution, {
    nullable: true,
    cost: { points: 5 },
    audience: EVERYONE,
    description: 'What its values come to over councils in one period; null where none of them has a value.',
  })
  distribution(
    @Ctx() context: Context,
    @Root() indicator: Indicator,
    @Args() args: DistributionArguments,
  ): Promise<Distribution | null> {
    return distributionOver(context, indicator, args);
  }

  @FieldResolver(() => [SeriesBreak], {
    audience: EVERYONE,
    description:
      'Where its series is known to break, beside what the publisher marks in the figures (marker b): no change or trend is worked out across a break.',
  })
  seriesBreaks(@Root() indicator: Indicator): SeriesBreak[] {
    return seriesBreaksOf(indicator.code);
  }
}
