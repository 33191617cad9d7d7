import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { EVERYONE } from '../graph/audience';
import { connectionType } from '../graph/connection';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { List } from '../graph/list';
import { OrderDirection } from '../graph/order';

export enum RecordChangeKind {
  ADDED = 'ADDED',
  CHANGED = 'CHANGED',
  REMOVED = 'REMOVED',
}
registerEnumType(RecordChangeKind, {
  name: 'RecordChangeKind',
  audience: EVERYONE,
  description: 'What a publication did to a record.',
  values: {
    ADDED: { audience: EVERYONE, description: 'It is new.' },
    CHANGED: { audience: EVERYONE, description: 'It was there, and says something else now.' },
    REMOVED: { audience: EVERYONE, description: 'It is no more.' },
  },
});

@ObjectType({ audience: EVERYONE, description: 'A field of a record that a publication changed.' })
export class FieldChange {
  @Field(() => String, { audience: EVERYONE, description: 'The field, by its name in this API.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'What it said before, as text; null where it said nothing.',
  })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'What it said then, as text; null where it said nothing.',
  })
  to!: string | null;
}

/** A version of a published record: the database writes one whenever a publication changes the record. */
@Entity('record_version')
@ObjectType({
  audience: EVERYONE,
  description:
    'What a publication did to a record of the register: a recommendation, an assignment, an action, a council and so on. Figures have their own: see FigureChange.',
})
export class RecordChange {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  tableName!: string;

  @Column('int4')
  recordId!: number;

  @Column('int4')
  revision!: number;

  @Column('text')
  @Field(() => RecordChangeKind, { audience: EVERYONE, description: 'What was done.' })
  kind!: RecordChangeKind;

  @Column('int4', { nullable: true })
  organisationId!: number | null;

  @Column('jsonb')
  content!: Record<string, unknown>;

  @Column('jsonb')
  change!: Record<string, [unknown, unknown]>;
}

enum RecordChangeOrderField {
  PUBLISHED = 'PUBLISHED',
}

export const recordChanges = new List<RecordChange, Record<string, never>, RecordChangeOrderField>({
  entity: RecordChange,
  orders: {
    PUBLISHED: [
      { sql: 'record_version.revision', type: 'int4' },
      { sql: 'record_version.id', type: 'int4' },
    ],
  },
  defaultOrder: { field: RecordChangeOrderField.PUBLISHED, direction: OrderDirection.ASC },
});

export const changesOfPublication = recordChanges.under({
  where: `record_version.revision = parent.key and record_version.table_name not in ('action_priority', 'action_recommendation')`,
  keyType: 'int4',
});

/** The history of the records of a table. */
export const changesOfRecord = (table: string) =>
  recordChanges.under({
    where: `record_version.table_name = '${table}' and record_version.record_id = parent.key`,
    keyType: 'int4',
  });

export const RecordChangeConnection = connectionType(() => RecordChange, 'RecordChange', 'changes of records');
