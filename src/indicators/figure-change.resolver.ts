import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Area } from '../areas/area';
import { areaById } from '../areas/area.reader';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { FieldResolver } from '../graph/declare';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Publication, publicationByRevision } from '../publications/publication';
import {
  changesOfObservation,
  FigureChange,
  FigureChangeConnection,
  figureChangesOfPublication,
} from './figure-change';
import { Indicator } from './indicator';
import { indicatorById } from './indicator.reader';
import { Observation, Period } from './observation';
import { one } from '../graph/reads';

@Resolver(() => FigureChange)
export class FigureChangeResolver {
  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that did it: when.' })
  publication(@Ctx() context: Context, @Root() change: FigureChange): Promise<Publication | null> {
    return context.load(publicationByRevision, change.revision);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'returnedById'),
    nullable: true,
    audience: EVERYONE,
    description: "The body that returned the figure; null where it is from a publisher's statistics.",
  })
  organisation(@Ctx() context: Context, @Root() change: FigureChange): Promise<Organisation | null> {
    return context.loadOptional(organisationById, change.returnedById);
  }

  @FieldResolver(() => Indicator, {
    reads: one(() => Indicator, 'indicatorId'),
    audience: EVERYONE,
    description: 'What was measured.',
  })
  indicator(@Ctx() context: Context, @Root() change: FigureChange): Promise<Indicator | null> {
    return context.load(indicatorById, change.indicatorId);
  }

  @FieldResolver(() => Area, { reads: one(() => Area, 'areaId', ['kind']), audience: EVERYONE, description: 'Where.' })
  area(@Ctx() context: Context, @Root() change: FigureChange): Promise<Area | null> {
    return context.load(areaById, change.areaId);
  }

  @FieldResolver(() => Period, { audience: EVERYONE, description: 'When it was measured.' })
  period(@Root() { periodStart, periodEnd }: FigureChange): Period {
    return { start: periodStart, end: periodEnd };
  }
}

@Resolver(() => Publication)
export class PublicationFiguresResolver {
  @FieldResolver(() => FigureChangeConnection, {
    audience: EVERYONE,
    description: 'The figures that it brought or revised.',
  })
  figureChanges(
    @Ctx() context: Context,
    @Root() publication: Publication,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<FigureChange>> {
    return figureChangesOfPublication(publication.revision, context, page, info);
  }
}

@Resolver(() => Observation)
export class ObservationHistoryResolver {
  @FieldResolver(() => [FigureChange], {
    audience: EVERYONE,
    description: 'Everything that was published of this figure, the first time first.',
  })
  history(@Ctx() context: Context, @Root() observation: Observation): Promise<FigureChange[]> {
    return context.load(changesOfObservation, observation);
  }
}
