import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Area } from '../areas/area';
import { areaById } from '../areas/area.reader';
import { OFFICE_ONLY } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, Query } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Indicator } from './indicator';
import { indicatorById } from './indicator.reader';
import { Period } from './observation';
import { UnreleasedObservation } from './unreleased-observation';
import { one } from '../graph/reads';

enum UnreleasedObservationOrderField {
  RELEASE = 'RELEASE',
}

const UnreleasedObservationOrderBy = orderType(
  'UnreleasedObservation',
  'unreleased observations',
  UnreleasedObservationOrderField,
  { RELEASE: 'By the time of release.' },
  OFFICE_ONLY,
);

@ArgsType()
class UnreleasedObservationListArguments extends PageArguments {
  @Field(() => UnreleasedObservationOrderBy, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The order; the next release first where not given.',
  })
  orderBy?: InstanceType<typeof UnreleasedObservationOrderBy> | null;
}

const unreleasedObservations = new List<UnreleasedObservation, Record<string, never>, UnreleasedObservationOrderField>({
  entity: UnreleasedObservation,
  orders: {
    RELEASE: [
      // Seconds since 1970, as a cursor carries numbers and days; what has no time yet comes last.
      { sql: `coalesce(extract(epoch from unreleased_observation.release_at), 'Infinity')::float8`, type: 'float8' },
      { sql: 'unreleased_observation.id', type: 'int4' },
    ],
  },
  defaultOrder: { field: UnreleasedObservationOrderField.RELEASE, direction: OrderDirection.ASC },
});

const UnreleasedObservationConnection = connectionType(
  () => UnreleasedObservation,
  'UnreleasedObservation',
  'unreleased observations',
  OFFICE_ONLY,
);

@Resolver(() => UnreleasedObservation)
export class UnreleasedObservationResolver {
  @Query(() => UnreleasedObservationConnection, {
    audience: OFFICE_ONLY,
    description: 'Figures that wait for their release.',
  })
  unreleasedObservations(
    @Ctx() context: Context,
    @Args() args: UnreleasedObservationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<UnreleasedObservation>> {
    return unreleasedObservations.page(context, args, info);
  }

  @FieldResolver(() => Indicator, {
    reads: one(() => Indicator, 'indicatorId'),
    audience: OFFICE_ONLY,
    description: 'What was measured.',
  })
  indicator(@Ctx() context: Context, @Root() observation: UnreleasedObservation): Promise<Indicator | null> {
    return context.load(indicatorById, observation.indicatorId);
  }

  @FieldResolver(() => Area, {
    reads: one(() => Area, 'areaId', ['kind']),
    audience: OFFICE_ONLY,
    description: 'Where.',
  })
  area(@Ctx() context: Context, @Root() observation: UnreleasedObservation): Promise<Area | null> {
    return context.load(areaById, observation.areaId);
  }

  @FieldResolver(() => Period, { audience: OFFICE_ONLY, description: 'When.' })
  period(@Root() { periodStart, periodEnd }: UnreleasedObservation): Pick<Period, 'start' | 'end'> {
    return { start: periodStart, end: periodEnd };
  }
}
