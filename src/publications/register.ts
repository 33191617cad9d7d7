import { GraphQLISODateTime, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';

@ObjectType({ audience: EVERYONE, description: 'The register as a whole.' })
export class Register {
  @Field(() => Int, {
    audience: EVERYONE,
    description:
      'How many publications have made it what it is. While it stays the same, so does every public answer that does not depend on the day.',
  })
  revision!: number;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    audience: EVERYONE,
    description: 'When it was last published; null where nothing is published yet.',
  })
  publishedAt!: Date | null;
}
