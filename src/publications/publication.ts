import { GraphQLISODateTime, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { oneByKey } from '../database/readers';

export enum PublicationKind {
  REFERENCE_FIGURES = 'REFERENCE_FIGURES',
  INDICATOR_RELEASE = 'INDICATOR_RELEASE',
}
registerEnumType(PublicationKind, {
  name: 'PublicationKind',
  description: 'What a publication brought.',
  valuesConfig: {
    REFERENCE_FIGURES: { description: 'The register itself and the figures that come with it.' },
    INDICATOR_RELEASE: { description: 'New or revised figures.' },
  },
});

/** Everything the public sees changes by a publication only; each moves the register's revision on by one. */
@Entity('publication')
@ObjectType({
  description: 'A moment at which the Office published something: what the public sees changes at no other.',
  simpleResolvers: true,
})
export class Publication {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  @Field(() => Int, { description: 'The revision of the register that it made: 1, 2, 3 and so on.' })
  revision!: number;

  @Column('text')
  @Field(() => PublicationKind, { description: 'What it brought.' })
  kind!: PublicationKind;

  @Column('text')
  @Field(() => String, { description: 'What it is called.' })
  title!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { description: 'When it was published.' })
  publishedAt!: Date;
}

export const publicationByRevision = oneByKey(Publication, { key: 'publication.revision', type: 'int4' });
