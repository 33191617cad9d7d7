import { GraphQLLocalDate } from 'graphql-scalars';
import { Column, Entity } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Node } from '../graph/node';
import { Assessment, AssessmentFinding } from './assessment';

@Entity('published_assessment')
@ObjectType({
  implements: [Node, Assessment],
  audience: EVERYONE,
  description:
    "The Office's assessment of a council's progress in a year, as it was published, with what the council says to it. It never changes: a correction is another one for the same year.",
})
export class PublishedAssessment extends Assessment {
  @Column('int4')
  councilAssessmentId!: number;

  @Column('date')
  @Field(() => GraphQLLocalDate, {
    audience: EVERYONE,
    description: 'The last day that was kept free for the reply of the council.',
  })
  replyDueOn!: string;

  @Column('text', { nullable: true })
  replyText!: string | null;

  @Column('timestamptz', { nullable: true })
  repliedAt!: Date | null;

  /** The revision of the register that it was published in. */
  @Column('int4')
  revision!: number;
}

@Entity('published_finding')
export class PublishedFinding extends AssessmentFinding {
  @Column('int4')
  publishedAssessmentId!: number;
}
