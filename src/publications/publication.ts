import { GraphQLISODateTime, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { oneByKey } from '../database/readers';

export enum PublicationKind {
  REFERENCE_FIGURES = 'REFERENCE_FIGURES',
  INDICATOR_RELEASE = 'INDICATOR_RELEASE',
}
registerEnumType(PublicationKind, {
  name: 'PublicationKind',
  audience: EVERYONE,
  description: 'What a publication brought.',
  values: {
    REFERENCE_FIGURES: { audience: EVERYONE, description: 'The register itself and the figures that come with it.' },
    INDICATOR_RELEASE: { audience: EVERYONE, description: 'New or revised figures.' },
  },
});

/** Everything the public sees changes by a publication only; each moves the register's revision on by one. */
@Entity('publication')
@ObjectType({
  audience: EVERYONE,
  description: 'A moment at which the Office published something: what the public sees changes at no other.',
})
export class Publication {
  @PrimaryColumn('int4')
  @Field(() => Int, {
    audience: EVERYONE,
    description: 'The revision of the register that it made: 1, 2, 3 and so on.',
  })
  revision!: number;

  @Column('text')
  @Field(() => PublicationKind, { audience: EVERYONE, description: 'What it brought.' })
  kind!: PublicationKind;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'What it is called.' })
  title!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: EVERYONE, description: 'When it was published.' })
  publishedAt!: Date;
}

export const publicationByRevision = oneByKey(Publication, { key: 'publication.revision', type: 'int4' });
