import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { FieldResolver, Query } from '../graph/declare';
import { Area } from '../areas/area';
import { areaById } from '../areas/area.reader';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { registerNode } from '../graph/node';
import { Publication, publicationByRevision } from '../publications/publication';
import { Indicator } from './indicator';
import { indicatorById, observationByKey, revisionsOfObservation } from './indicator.reader';
import { MARKER_MEANINGS, Observation, ObservationRevision, Period } from './observation';
import { ObservationConnection, ObservationListArguments, observations, observationsOfArea } from './observation.lists';
import { labelPeriod } from './period';
import { many, one } from '../graph/reads';

registerNode<Observation>('Observation', {
  key: {
    of: async (context, { indicatorId, areaId, periodStart, periodEnd }) => {
      const [indicator, area] = await Promise.all([
        context.load(indicatorById, indicatorId),
        context.load(areaById, areaId),
      ]);
      return [indicator!.code, area!.code, periodStart, periodEnd].join(':');
    },
    columns: ['indicatorId', 'areaId', 'periodStart', 'periodEnd'],
    sql: ({ indicatorId, areaId, periodStart, periodEnd }) =>
      `(select code from indicator where id = ${indicatorId}) || ':' || (select code from area where id = ${areaId})
       || to_char(${periodStart}, ':YYYY-MM-DD') || to_char(${periodEnd}, ':YYYY-MM-DD')`,
  },
  find: (context, key) => context.load(observationByKey, key),
});

@Resolver(() => Observation)
export class ObservationResolver {
  @Query(() => ObservationConnection, {
    reads: { list: observations.field },
    audience: EVERYONE,
    description:
      "Figures of any indicators in any areas. A council's, a region's or England's own stand under each of them too.",
  })
  observations(
    @Ctx() context: Context,
    @Args() args: ObservationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Observation>> {
    return observations.page(context, args, info);
  }

  @FieldResolver(() => Indicator, {
    reads: one(() => Indicator, 'indicatorId'),
    audience: EVERYONE,
    description: 'What was measured.',
  })
  indicator(@Ctx() context: Context, @Root() observation: Observation): Promise<Indicator | null> {
    return context.load(indicatorById, observation.indicatorId);
  }

  @FieldResolver(() => Area, {
    reads: one(() => Area, 'areaId', ['kind']),
    audience: EVERYONE,
    description: 'Where: a council, a region, England, a police force area or a strategic authority.',
  })
  area(@Ctx() context: Context, @Root() observation: Observation): Promise<Area | null> {
    return context.load(areaById, observation.areaId);
  }

  @FieldResolver(() => Period, {
    reads: { of: ['periodStart', 'periodEnd'], parts: { start: 'periodStart', end: 'periodEnd' } },
    audience: EVERYONE,
    description: 'When.',
  })
  period(@Root() { periodStart, periodEnd }: Observation): Period {
    return { start: periodStart, end: periodEnd };
  }

  @FieldResolver(() => String, {
    reads: { of: ['value', 'marker', 'note'] },
    nullable: true,
    audience: EVERYONE,
    description: 'Why there is no value; null where there is one.',
  })
  missingReason(@Root() { value, marker, note }: Observation): string | null {
    return value === null ? (note ?? MARKER_MEANINGS[marker!]) : null;
  }

  @FieldResolver(() => String, {
    reads: { of: ['indicatorId'] },
    audience: EVERYONE,
    description: 'The unit of the value and its limits: that of the indicator.',
  })
  async unit(@Ctx() context: Context, @Root() observation: Observation): Promise<string> {
    return (await context.load(indicatorById, observation.indicatorId))!.unit;
  }

  @FieldResolver(() => String, {
    reads: { of: ['indicatorId'] },
    audience: EVERYONE,
    description: 'Who publishes the figure: the source of the indicator.',
  })
  async source(@Ctx() context: Context, @Root() observation: Observation): Promise<string> {
    return (await context.load(indicatorById, observation.indicatorId))!.source;
  }

  @FieldResolver(() => String, {
    reads: { of: ['indicatorId'] },
    audience: EVERYONE,
    description: 'The licence of the figure: that of the indicator.',
  })
  async licence(@Ctx() context: Context, @Root() observation: Observation): Promise<string> {
    return (await context.load(indicatorById, observation.indicatorId))!.licence;
  }

  @FieldResolver(() => Publication, {
    reads: { of: ['revision'] },
    audience: EVERYONE,
    description: 'The publication that brought this figure to the register.',
  })
  publication(@Ctx() context: Context, @Root() observation: Observation): Promise<Publication | null> {
    return context.load(publicationByRevision, observation.revision);
  }

  @FieldResolver(() => [ObservationRevision], {
    audience: EVERYONE,
    description: 'What it said before it was revised, the latest first; empty for a figure never revised.',
  })
  revisions(@Ctx() context: Context, @Root() observation: Observation): Promise<ObservationRevision[]> {
    return context.load(revisionsOfObservation, observation);
  }
}

@Resolver(() => Period)
export class PeriodResolver {
  @FieldResolver(() => String, {
    audience: EVERYONE,
    description: 'What to call it, such as 2021, April 2022 to March 2023, or 15 May 2024.',
  })
  label(@Root() period: Period): string {
    return labelPeriod(period);
  }
}

@Resolver(() => ObservationRevision)
export class ObservationRevisionResolver {
  @FieldResolver(() => Publication, {
    reads: { of: ['revision'] },
    audience: EVERYONE,
    description: 'The publication that brought it.',
  })
  publication(@Ctx() context: Context, @Root() former: ObservationRevision): Promise<Publication | null> {
    return context.load(publicationByRevision, former.revision);
  }

  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that replaced it.' })
  replacedBy(@Ctx() context: Context, @Root() former: ObservationRevision): Promise<Publication | null> {
    return context.load(publicationByRevision, former.replacedInRevision);
  }
}

@Resolver(() => Area)
export class AreaObservationsResolver {
  @FieldResolver(() => ObservationConnection, {
    reads: many(observationsOfArea),
    audience: EVERYONE,
    description: 'The figures published for it, gaps too.',
  })
  observations(
    @Ctx() context: Context,
    @Root() area: Area,
    @Args() args: ObservationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Observation>> {
    return observationsOfArea(area.id, context, args, info);
  }
}
