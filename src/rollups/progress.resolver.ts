import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLLocalDate } from 'graphql-scalars';
import { Args, ArgsType, type ClassType, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Action } from '../actions/action';
import { Region } from '../areas/area';
import { Council } from '../councils/council';
import { EVERYONE } from '../graph/audience';
import { type Connection, namesBelow } from '../graph/connection';
import type { BatchRead, Context } from '../graph/context';
import { Field, FieldResolver } from '../graph/declare';
import { Organisation } from '../organisations/organisation';
import { OrganisationConnection, OrganisationListArguments } from '../organisations/organisation.lists';
import { Register } from '../publications/register';
import { Recommendation } from '../recommendations/recommendation';
import { StrategicObjective, StrategicPriority } from '../strategy/strategy';
import { endsOf, pointsOf } from './days';
import { GROUPINGS } from './groupings';
import { notReportedIn } from './not-reported';
import { Progress, ProgressBasis, ProgressGroup, ProgressGrouping, ProgressPoint, SeriesInterval } from './progress';
import {
  askedOf,
  countedOf,
  progressByGroup,
  progressOf,
  progressOnDays,
  type Scope,
  SCOPES,
  type Sight,
} from './progress.reader';

@ArgsType()
class BasisArguments {
  @Field(() => ProgressBasis, {
    nullable: true,
    audience: EVERYONE,
    description:
      'Which facts are counted. Where not given: for the public what is published; for others also what has been submitted since, as far as they may see it.',
  })
  basis?: ProgressBasis | null;
}

@ArgsType()
class GroupArguments extends BasisArguments {
  @Field(() => ProgressGrouping, { audience: EVERYONE, description: 'What to group by.' })
  group!: ProgressGrouping;
}

@ArgsType()
class SeriesArguments {
  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'A day in the first month or quarter.' })
  from!: string;

  @Field(() => GraphQLLocalDate, { audience: EVERYONE, description: 'The last day; a point of its own.' })
  to!: string;

  @Field(() => SeriesInterval, {
    nullable: true,
    audience: EVERYONE,
    description: 'How far apart the points are; MONTH where not given.',
  })
  interval?: SeriesInterval | null;
}

function sightOf({ viewer }: Context, { basis }: BasisArguments): Sight {
  return {
    basis: basis ?? (viewer.view === 'PUBLIC' ? ProgressBasis.PUBLISHED : ProgressBasis.SUBMITTED),
    ownOnly: viewer.view === 'COUNCIL',
  };
}

/** Loads with a read that depends on a scope and on arguments: one for all parents of a level that ask the same. */
function load<Value>(
  context: Context,
  scope: Scope,
  signature: unknown,
  create: () => BatchRead<number, Value>,
  key: number,
): Promise<Value> {
  return context.load(context.variant(scope, JSON.stringify(signature), create), key);
}

interface Parent {
  id: number;
}
type ParentType = ClassType<object> | (abstract new () => object);
const idOf = (row: object): number => (row as Parent).id;

/** Makes the resolver of `progress` on a type. */
function progressOn(type: ParentType, scope: Scope, keyOf: (row: object) => number = idOf) {
  @Resolver(() => type as ClassType<object>)
  class ProgressResolver {
    @FieldResolver(() => Progress, {
      cost: { points: 3 },
      audience: EVERYONE,
      description: 'How far its duty bearers have come, counted. Not reported is always a category of its own.',
      reads: { of: ['id'], ...(keyOf === idOf && { counted: countedOf(scope, sightOf) }) },
    })
    progress(
      @Ctx() context: Context,
      @Root() row: object,
      @Args() args: BasisArguments,
      @Info() info: GraphQLResolveInfo,
    ): Promise<Progress> {
      const sight = sightOf(context, args);
      const asked = askedOf(namesBelow(info));
      return load(context, scope, ['progress', sight, asked], () => progressOf(scope, sight, asked), keyOf(row));
    }
  }
  return ProgressResolver;
}

/** Makes the resolver of `progressBy` and `progressOverTime` on a type that many report on. */
function groupsOn(type: ParentType, scope: Scope, keyOf: (row: object) => number = idOf) {
  @Resolver(() => type as ClassType<object>)
  class GroupsResolver {
    @FieldResolver(() => [ProgressGroup], {
      cost: { points: 5, size: 40 },
      audience: EVERYONE,
      description: 'The same by groups. What belongs to no group stands under a null key, so nothing is left out.',
    })
    progressBy(
      @Ctx() context: Context,
      @Root() row: object,
      @Args() args: GroupArguments,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ProgressGroup[]> {
      const sight = sightOf(context, args);
      const asked = askedOf(namesBelow(info));
      const create = () => progressByGroup(scope, sight, GROUPINGS[args.group], asked);
      return load(context, scope, ['by', sight, args.group, asked], create, keyOf(row));
    }

    @FieldResolver(() => [ProgressPoint], {
      cost: { points: 10, size: pointsOf },
      audience: EVERYONE,
      description: 'Published progress at the end of each month or quarter: at most 120 points.',
    })
    progressOverTime(
      @Ctx() context: Context,
      @Root() row: object,
      @Args() args: SeriesArguments,
    ): Promise<ProgressPoint[]> {
      const days = endsOf(args);
      return load(context, scope, ['on', days], () => progressOnDays(scope, days), keyOf(row));
    }
  }
  return GroupsResolver;
}

/** The register is one. */
const theOne = (): number => 0;

export const RecommendationProgress = progressOn(Recommendation, SCOPES.recommendation);
export const RecommendationGroups = groupsOn(Recommendation, SCOPES.recommendation);
export const PriorityProgress = progressOn(StrategicPriority, SCOPES.priority);
export const PriorityGroups = groupsOn(StrategicPriority, SCOPES.priority);
export const ObjectiveProgress = progressOn(StrategicObjective, SCOPES.objective);
export const ObjectiveGroups = groupsOn(StrategicObjective, SCOPES.objective);
export const OrganisationProgress = progressOn(Organisation, SCOPES.organisation);
export const CouncilProgress = progressOn(Council, SCOPES.area);
export const RegionProgress = progressOn(Region, SCOPES.region);
export const RegionGroups = groupsOn(Region, SCOPES.region);
export const ActionProgress = progressOn(Action, SCOPES.action);
export const RegisterProgress = progressOn(Register, SCOPES.register, theOne);
export const RegisterGroups = groupsOn(Register, SCOPES.register, theOne);

@Resolver(() => Progress)
export class ProgressResolver {
  @FieldResolver(() => OrganisationConnection, {
    audience: EVERYONE,
    description: 'Who of them has not reported on at least one.',
  })
  notReportedOrganisations(
    @Ctx() context: Context,
    @Root() progress: Progress,
    @Args() args: OrganisationListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Organisation>> {
    return notReportedIn(progress)(context, args, info);
  }
}
