import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { FieldResolver } from '../graph/declare';
import { PoliceForce } from '../areas/area';
import { Council } from '../councils/council';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { registerNode } from '../graph/node';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { changesOfRecord, RecordChange, RecordChangeConnection } from '../publications/record-change';
import { registerRecord } from '../publications/records';
import { Assignment } from './assignment';
import {
  AssignmentConnection,
  AssignmentListArguments,
  assignmentsOfArea,
  assignmentsOfOrganisation,
} from './assignment.lists';
import { PublishedActivity } from './published-activity';
import { Recommendation } from './recommendation';
import {
  activitiesOfAssignment,
  assignmentByCodes,
  assignmentById,
  overdueAssignments,
  recommendationById,
} from './recommendation.reader';
import { few, many, one } from '../graph/reads';

registerNode<Assignment>('Assignment', {
  key: {
    of: async (context, { recommendationId, organisationId }) => {
      const [recommendation, dutyBearer] = await Promise.all([
        context.load(recommendationById, recommendationId),
        context.load(organisationById, organisationId),
      ]);
      return `${recommendation!.code}:${dutyBearer!.code}`;
    },
    columns: ['recommendationId', 'organisationId'],
    sql: ({ recommendationId, organisationId }) =>
      `(select code from recommendation where id = ${recommendationId}) || ':' ||
       (select code from organisation where id = ${organisationId})`,
  },
  find: (context, codes) => context.load(assignmentByCodes, codes),
});

registerRecord('assignment', () => 'Assignment', assignmentById);

const changesOfAssignment = changesOfRecord('assignment');

@Resolver(() => Assignment)
export class AssignmentResolver {
  @FieldResolver(() => Recommendation, {
    reads: one(() => Recommendation, 'recommendationId'),
    audience: EVERYONE,
    description: 'What is asked.',
  })
  recommendation(@Ctx() context: Context, @Root() assignment: Assignment): Promise<Recommendation | null> {
    return context.load(recommendationById, assignment.recommendationId);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: EVERYONE,
    description: 'Who must act.',
  })
  dutyBearer(@Ctx() context: Context, @Root() assignment: Assignment): Promise<Organisation | null> {
    return context.load(organisationById, assignment.organisationId);
  }

  @FieldResolver(() => Boolean, {
    reads: { of: ['deliveryStatus'], sql: ({ deliveryStatus }) => `(${deliveryStatus} is not null)` },
    audience: EVERYONE,
    description: 'Whether the duty bearer has reported to the Office and the report is published.',
  })
  reported(@Root() assignment: Assignment): boolean {
    return assignment.deliveryStatus !== null;
  }

  @FieldResolver(() => Boolean, {
    reads: { of: ['id'] },
    audience: EVERYONE,
    description:
      'Whether it is past its due date and not reported as done: not reported, NOT_STARTED or IN_PROGRESS. By the day in London.',
  })
  isOverdue(@Ctx() context: Context, @Root() assignment: Assignment): Promise<boolean> {
    return context.load(overdueAssignments, assignment.id);
  }

  @FieldResolver(() => [PublishedActivity], {
    reads: few(activitiesOfAssignment),
    audience: EVERYONE,
    description: 'What the duty bearer has written of its own work elsewhere. It is no report to the Office.',
  })
  publishedActivities(@Ctx() context: Context, @Root() assignment: Assignment): Promise<PublishedActivity[]> {
    return context.load(activitiesOfAssignment, assignment.id);
  }

  @FieldResolver(() => RecordChangeConnection, {
    reads: many(changesOfAssignment),
    audience: EVERYONE,
    description: 'Everything that was published of it, the first time first: what, when, after whose report.',
  })
  history(
    @Ctx() context: Context,
    @Root() assignment: Assignment,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RecordChange>> {
    return changesOfAssignment(assignment.id, context, page, info);
  }
}

@Resolver(() => Organisation)
export class OrganisationAssignmentsResolver {
  @FieldResolver(() => AssignmentConnection, {
    reads: many(assignmentsOfOrganisation),
    audience: EVERYONE,
    description: 'What it is asked to do, and how far it is with each.',
  })
  assignments(
    @Ctx() context: Context,
    @Root() organisation: Organisation,
    @Args() args: AssignmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assignment>> {
    return assignmentsOfOrganisation(organisation.id, context, args, info);
  }
}

@Resolver(() => Council)
export class CouncilAssignmentsResolver {
  @FieldResolver(() => AssignmentConnection, {
    reads: many(assignmentsOfArea),
    audience: EVERYONE,
    description: 'What the council is asked to do, and how far it is with each. None for an abolished council.',
  })
  assignments(
    @Ctx() context: Context,
    @Root() council: Council,
    @Args() args: AssignmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assignment>> {
    return assignmentsOfArea(council.id, context, args, info);
  }
}

@Resolver(() => PoliceForce)
export class PoliceForceAssignmentsResolver {
  @FieldResolver(() => AssignmentConnection, {
    reads: many(assignmentsOfArea),
    audience: EVERYONE,
    description: 'What the force is asked to do, and how far it is with each.',
  })
  assignments(
    @Ctx() context: Context,
    @Root() force: PoliceForce,
    @Args() args: AssignmentListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Assignment>> {
    return assignmentsOfArea(force.id, context, args, info);
  }
}
