import { GraphQLLocalDate } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { REPORTING } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Rag } from '../progress/rag';
import { DELIVERY_DETAIL } from '../workflow/access';

@Entity('delivery_detail')
@ObjectType({
  audience: REPORTING,
  description:
    'How delivery goes, beyond what is published. Departments and the Office see it for everyone, a duty bearer its own.',
  rule: DELIVERY_DETAIL,
})
export class DeliveryDetail {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('int4', { nullable: true })
  assignmentId!: number | null;

  @Column('int4', { nullable: true })
  actionId!: number | null;

  @Column('int4')
  organisationId!: number;

  @Column('int4')
  @Field(() => Int, {
    audience: REPORTING,
    description: 'Counts its changes: give it as `expectedVersion` when you change it.',
  })
  version!: number;

  @Column('text')
  @Field(() => Rag, {
    audience: REPORTING,
    description: 'The rating the duty bearer gives itself now; the published one is that of its latest report.',
  })
  selfRatedRag!: Rag;

  @Column('date', { nullable: true })
  @Field(() => GraphQLLocalDate, {
    nullable: true,
    audience: REPORTING,
    description: 'The day by which the duty bearer expects to be done; null where it has not said.',
  })
  forecastOn!: string | null;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: REPORTING,
    description: 'What stands in the way; null where nothing is named.',
  })
  blockers!: string | null;
}
