import { GraphQLISODateTime, Int } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { oneByKey } from '../database/readers';
import { connectionType } from '../graph/connection';
import { List } from '../graph/list';
import { OrderDirection } from '../graph/order';

export enum PublicationKind {
  REFERENCE_FIGURES = 'REFERENCE_FIGURES',
  INDICATOR_RELEASE = 'INDICATOR_RELEASE',
  PROGRESS = 'PROGRESS',
  RESPONSE = 'RESPONSE',
  VERIFICATION = 'VERIFICATION',
  DUE_DATE_CHANGE = 'DUE_DATE_CHANGE',
  ACTION_PLAN = 'ACTION_PLAN',
  REGISTER = 'REGISTER',
  ASSESSMENT = 'ASSESSMENT',
}
registerEnumType(PublicationKind, {
  name: 'PublicationKind',
  audience: EVERYONE,
  description: 'What a publication brought.',
  values: {
    REFERENCE_FIGURES: { audience: EVERYONE, description: 'The register itself and the figures that come with it.' },
    INDICATOR_RELEASE: { audience: EVERYONE, description: 'New or revised figures.' },
    PROGRESS: { audience: EVERYONE, description: 'What duty bearers report of their progress.' },
    RESPONSE: { audience: EVERYONE, description: 'What duty bearers say to recommendations.' },
    VERIFICATION: { audience: EVERYONE, description: 'What the Office found when it verified a report.' },
    DUE_DATE_CHANGE: { audience: EVERYONE, description: 'A new due date.' },
    ACTION_PLAN: { audience: EVERYONE, description: 'A new or changed action or milestone.' },
    REGISTER: { audience: EVERYONE, description: 'An assignment superseded or reopened by the Office.' },
    ASSESSMENT: { audience: EVERYONE, description: 'What the Office finds of the progress of councils.' },
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

enum PublicationOrderField {
  REVISION = 'REVISION',
}

export const publications = new List<Publication, PublicationFilter, PublicationOrderField>({
  entity: Publication,
  filter: ({ sinceRevision }, parameters) => [`publication.revision > ${parameters.add(sinceRevision, 'int4')}`],
  orders: { REVISION: [{ sql: 'publication.revision', type: 'int4' }] },
  defaultOrder: { field: PublicationOrderField.REVISION, direction: OrderDirection.ASC },
});

interface PublicationFilter {
  sinceRevision: number;
}

export const PublicationConnection = connectionType(() => Publication, 'Publication', 'publications');

export const publicationByRevision = oneByKey(Publication, { key: 'publication.revision', type: 'int4' });
