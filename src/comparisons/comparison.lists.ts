import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLLocalDate } from 'graphql-scalars';
import { ArgsType } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { connectionType, type Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field } from '../graph/declare';
import type { Council } from '../councils/council';
import type { Indicator } from '../indicators/indicator';
import { IndicatorListArguments, indicators } from '../indicators/indicator.lists';
import { indicatorByCode } from '../indicators/indicator.reader';
import { compare, IndicatorComparison } from './comparison';

const SINCE =
  'Day to measure the change from: the latest comparable figure whose period had ended by then. Where not given, the figure before the latest.';
const UNTIL =
  'Look no later than this day: the latest figure whose period had ended by then stands for the latest. Where not given, the latest there is.';

@ArgsType()
export class ComparisonArguments {
  @Field(() => String, { audience: EVERYONE, description: 'Code of the indicator, such as wellbeing_anxiety.' })
  indicator!: string;

  @Field(() => GraphQLLocalDate, { nullable: true, audience: EVERYONE, description: SINCE })
  since?: string | null;

  @Field(() => GraphQLLocalDate, { nullable: true, audience: EVERYONE, description: UNTIL })
  until?: string | null;
}

@ArgsType()
export class ComparisonListArguments extends IndicatorListArguments {
  @Field(() => GraphQLLocalDate, { nullable: true, audience: EVERYONE, description: SINCE })
  since?: string | null;

  @Field(() => GraphQLLocalDate, { nullable: true, audience: EVERYONE, description: UNTIL })
  until?: string | null;
}

/** Indicators that say anything of a council, or did of those it took over from. */
const indicatorsOfCouncil = indicators.under({
  where: `exists (select from observation where observation.indicator_id = indicator.id and observation.area_id = any(array(
    select parent.key union all select predecessor_id from area_succession where successor_id = parent.key)))`,
  keyType: 'int4',
});

export const ComparisonConnection = connectionType(() => IndicatorComparison, 'IndicatorComparison', 'comparisons');

export async function comparisonOfCouncil(
  council: Council,
  context: Context,
  { indicator: code, ...days }: ComparisonArguments,
): Promise<IndicatorComparison | null> {
  const indicator = await context.load(indicatorByCode, code);
  return indicator && compare(council, indicator, days);
}

/** A page of indicators, each compared for the council. Cursors are made only for a query that asks for them. */
export async function comparisonsOfCouncil(
  council: Council,
  context: Context,
  { since, until, ...list }: ComparisonListArguments,
  info: GraphQLResolveInfo,
): Promise<Pick<Connection<IndicatorComparison>, 'nodes' | 'edges' | 'pageInfo' | 'totalCount'>> {
  const page = await indicatorsOfCouncil(council.id, context, list, info);
  const compared = (indicator: Indicator): IndicatorComparison => compare(council, indicator, { since, until });
  return {
    nodes: page.nodes.map(compared),
    totalCount: page.totalCount,
    get edges() {
      return page.edges.map((edge) => ({
        node: compared(edge.node),
        get cursor() {
          return edge.cursor;
        },
      }));
    },
    get pageInfo() {
      return page.pageInfo;
    },
  };
}
