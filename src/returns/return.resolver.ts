import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Info, Resolver, Root } from 'type-graphql';
import { Area } from '../areas/area';
import { areaById } from '../areas/area.reader';
import { manyByKey, oneByKey } from '../database/readers';
import { COUNCIL_AND_OFFICE, OFFICE_ONLY } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, InputType, Mutation, Query } from '../graph/declare';
import { List } from '../graph/list';
import { registerNode } from '../graph/node';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { ViewerRole } from '../identity/viewer';
import { Indicator } from '../indicators/indicator';
import { indicatorById } from '../indicators/indicator.reader';
import { Period } from '../indicators/observation';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { ReviewNote, Submission } from '../workflow/review';
import { transitionEnum } from '../workflow/transition-enum';
import { payloadType } from '../writes/payload';
import type { Payload } from '../writes/perform';
import type { Write } from '../writes/write';
import { DataReturn, DataReturnStatus, dataReturnWorkflow, ReturnedObservation } from './data-return';
import { publishIndicatorRelease } from './release.service';
import {
  AmendDataReturnInput,
  ApproveDataReturnInput,
  PublishIndicatorReleaseInput,
  ReturnDataReturnInput,
  SubmitObservationInput,
  SubmitObservationsInput,
  WithdrawDataReturnInput,
} from './return.input';
import * as service from './return.service';
import { many, one } from '../graph/reads';

const { SUBMITTER, APPROVER, PUBLISHER } = ViewerRole;

const returnByKey = oneByKey(DataReturn, { key: 'data_return.key', type: 'uuid' });
const submissionsOfReturn = manyByKey(Submission, {
  key: 'submission.data_return_id',
  type: 'int4',
  order: 'submission.id',
});
const notesOfReturn = manyByKey(ReviewNote, {
  key: 'review_note.data_return_id',
  type: 'int4',
  order: 'review_note.id',
});

registerNode<DataReturn>('DataReturn', {
  key: 'key',
  find: (context, key) => context.load(returnByKey, key),
  keyForm: 'uuid',
});

@InputType({
  audience: COUNCIL_AND_OFFICE,
  description: 'Which data returns a list has; all conditions given must hold.',
})
class DataReturnFilter {
  @Field(() => [DataReturnStatus], {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Only returns that stand here.',
  })
  statuses?: DataReturnStatus[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Only returns of the organisations with these codes.',
  })
  organisations?: string[] | null;
}

@ArgsType()
class DataReturnListArguments extends PageArguments {
  @Field(() => DataReturnFilter, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Which returns; all that you may see where not given.',
  })
  filter?: DataReturnFilter | null;
}

enum DataReturnOrderField {
  SUBMITTED = 'SUBMITTED',
}

const dataReturns = new List<DataReturn, DataReturnFilter, DataReturnOrderField>({
  entity: DataReturn,
  filter: ({ statuses, organisations }, parameters) => [
    ...(statuses ? [`data_return.status = any(${parameters.add(statuses, 'text[]')})`] : []),
    ...(organisations
      ? [
          `data_return.organisation_id in (select id from organisation where code = any(${parameters.add(organisations, 'text[]')}))`,
        ]
      : []),
  ],
  orders: { SUBMITTED: [{ sql: 'data_return.id', type: 'int4' }] },
  defaultOrder: { field: DataReturnOrderField.SUBMITTED, direction: OrderDirection.DESC },
});

enum ReturnedObservationOrderField {
  LINE = 'LINE',
}

const observationsOfReturn = new List<ReturnedObservation, Record<string, never>, ReturnedObservationOrderField>({
  entity: ReturnedObservation,
  orders: { LINE: [{ sql: 'returned_observation.id', type: 'int4' }] },
  defaultOrder: { field: ReturnedObservationOrderField.LINE, direction: OrderDirection.ASC },
}).under({ where: 'returned_observation.data_return_id = parent.key', keyType: 'int4' });

const DataReturnConnection = connectionType(() => DataReturn, 'DataReturn', 'data returns', COUNCIL_AND_OFFICE);
const ReturnedObservationConnection = connectionType(
  () => ReturnedObservation,
  'ReturnedObservation',
  'returned figures',
  COUNCIL_AND_OFFICE,
);
const DataReturnPayload = payloadType(DataReturn, COUNCIL_AND_OFFICE, 'a data return');
const IndicatorPayload = payloadType(Indicator, OFFICE_ONLY, 'an indicator');

const DataReturnTransition = transitionEnum('DataReturnTransition', dataReturnWorkflow, COUNCIL_AND_OFFICE);

@Resolver(() => DataReturn)
export class DataReturnResolver {
  @Query(() => DataReturnConnection, {
    audience: COUNCIL_AND_OFFICE,
    description: 'Data returns, the latest first: for a body its own, for the Office all.',
  })
  dataReturns(
    @Ctx() context: Context,
    @Args() args: DataReturnListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DataReturn>> {
    return dataReturns.page(context, args, info);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: COUNCIL_AND_OFFICE,
    description: 'Whose return it is.',
  })
  organisation(@Ctx() context: Context, @Root() dataReturn: DataReturn): Promise<Organisation | null> {
    return context.load(organisationById, dataReturn.organisationId);
  }

  @FieldResolver(() => ReturnedObservationConnection, {
    reads: many(observationsOfReturn),
    audience: COUNCIL_AND_OFFICE,
    description: 'Its figures.',
  })
  observations(
    @Ctx() context: Context,
    @Root() dataReturn: DataReturn,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<ReturnedObservation>> {
    return observationsOfReturn(dataReturn.id, context, page, info);
  }

  @FieldResolver(() => Submission, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Who handed it in last, and when.',
  })
  async submission(@Ctx() context: Context, @Root() dataReturn: DataReturn): Promise<Submission | null> {
    return (await context.load(submissionsOfReturn, dataReturn.id)).at(-1) ?? null;
  }

  @FieldResolver(() => [DataReturnTransition], {
    audience: COUNCIL_AND_OFFICE,
    description: 'What you may do with it as it stands.',
  })
  async availableTransitions(@Ctx() context: Context, @Root() dataReturn: DataReturn): Promise<string[]> {
    const submissions = await context.load(submissionsOfReturn, dataReturn.id);
    return dataReturnWorkflow.available(
      dataReturn,
      context.viewer,
      submissions.map(({ submittedBy }) => submittedBy),
    );
  }

  @FieldResolver(() => [ReviewNote], {
    audience: COUNCIL_AND_OFFICE,
    description: 'What reviewers wrote, the oldest first.',
  })
  reviewNotes(@Ctx() context: Context, @Root() dataReturn: DataReturn): Promise<ReviewNote[]> {
    return context.load(notesOfReturn, dataReturn.id);
  }

  @Mutation(() => DataReturnPayload, () => SubmitObservationInput, {
    audience: COUNCIL_AND_OFFICE,
    role: SUBMITTER,
    description: 'Returns one figure for your own area, or that there is nothing to report.',
  })
  submitObservation(write: Write, input: SubmitObservationInput): Promise<Payload> {
    return service.submitObservation(write, input);
  }

  @Mutation(() => DataReturnPayload, () => SubmitObservationsInput, {
    audience: COUNCIL_AND_OFFICE,
    role: SUBMITTER,
    description:
      'Returns a whole CSV of figures for your own area: all of it, or none where anything is wrong. Each wrong row is in `userErrors`, with its line and column in `field`.',
  })
  submitObservations(write: Write, input: SubmitObservationsInput): Promise<Payload> {
    return service.submitObservations(write, input);
  }

  @Mutation(() => DataReturnPayload, () => AmendDataReturnInput, {
    audience: COUNCIL_AND_OFFICE,
    role: SUBMITTER,
    description: 'Hands a data return that was sent back to you in again, with other figures.',
  })
  amendDataReturn(write: Write, input: AmendDataReturnInput): Promise<Payload> {
    return service.amendDataReturn(write, input);
  }

  @Mutation(() => DataReturnPayload, () => WithdrawDataReturnInput, {
    audience: COUNCIL_AND_OFFICE,
    role: SUBMITTER,
    description: 'Takes a data return of your own back for good, before it is approved.',
  })
  withdrawDataReturn(write: Write, input: WithdrawDataReturnInput): Promise<Payload> {
    return service.withdrawDataReturn(write, input);
  }

  @Mutation(() => DataReturnPayload, () => ReturnDataReturnInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description: 'Sends a data return back to its organisation, with a note that says what to mend.',
  })
  returnDataReturn(write: Write, input: ReturnDataReturnInput): Promise<Payload> {
    return service.returnDataReturn(write, input);
  }

  @Mutation(() => DataReturnPayload, () => ApproveDataReturnInput, {
    audience: OFFICE_ONLY,
    role: APPROVER,
    description:
      'Finds the figures of a data return good: they wait for a release then. Nobody approves what they submitted themselves.',
  })
  approveDataReturn(write: Write, input: ApproveDataReturnInput): Promise<Payload> {
    return service.approveDataReturn(write, input);
  }

  @Mutation(() => IndicatorPayload, () => PublishIndicatorReleaseInput, {
    audience: OFFICE_ONLY,
    role: PUBLISHER,
    description:
      'Releases the figures of an indicator that wait, at the next 09:30 in London from Monday to Friday unless the input says otherwise. Given again before then, it changes the time.',
  })
  publishIndicatorRelease(write: Write, input: PublishIndicatorReleaseInput): Promise<Payload> {
    return publishIndicatorRelease(write, input);
  }
}

@Resolver(() => ReturnedObservation)
export class ReturnedObservationResolver {
  @FieldResolver(() => Indicator, {
    reads: one(() => Indicator, 'indicatorId'),
    audience: COUNCIL_AND_OFFICE,
    description: 'What was measured.',
  })
  indicator(@Ctx() context: Context, @Root() observation: ReturnedObservation): Promise<Indicator | null> {
    return context.load(indicatorById, observation.indicatorId);
  }

  @FieldResolver(() => Area, {
    reads: one(() => Area, 'areaId', ['kind']),
    audience: COUNCIL_AND_OFFICE,
    description: 'Where.',
  })
  area(@Ctx() context: Context, @Root() observation: ReturnedObservation): Promise<Area | null> {
    return context.load(areaById, observation.areaId);
  }

  @FieldResolver(() => Period, { audience: COUNCIL_AND_OFFICE, description: 'When.' })
  period(@Root() { periodStart, periodEnd }: ReturnedObservation): Period {
    return { start: periodStart, end: periodEnd };
  }
}
