import { GraphQLJSONObject } from 'graphql-scalars';
import { GraphQLISODateTime, Int } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { OFFICE_ONLY } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';

@Entity('audit_entry')
@ObjectType({
  audience: OFFICE_ONLY,
  description:
    'Something that somebody did: a mutation, or a look at what is restricted. Entries are never changed, and each carries the hash of the one before it in the chain of its organisation.',
  rule: { mayBeSeen: (_row, viewer) => viewer.view === 'OFFICE', says: 'the Office all' },
})
export class AuditEntry {
  @PrimaryColumn('int4')
  organisationId!: number;

  @PrimaryColumn('int4')
  @Field(() => Int, {
    audience: OFFICE_ONLY,
    description: 'Where it stands in the chain of its organisation: 1, 2, 3 and so on.',
  })
  sequence!: number;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, { audience: OFFICE_ONLY, description: 'When.' })
  occurredAt!: Date;

  @Column('text')
  @Field(() => String, {
    audience: OFFICE_ONLY,
    description: 'The person, as their token names them; "release clock" for what was published at its time.',
  })
  actor!: string;

  @Column('text')
  @Field(() => String, { audience: OFFICE_ONLY, description: 'The mutation; `read` for a look at what is restricted.' })
  action!: string;

  @Column('text', { nullable: true })
  subjectType!: string | null;

  @Column('text', { nullable: true })
  subjectKey!: string | null;

  @Column('jsonb')
  @Field(() => GraphQLJSONObject, {
    audience: OFFICE_ONLY,
    description: 'What changed from what to what, and the input; for `read`, which types, whose, and how many rows.',
  })
  detail!: object;

  @Column('bytea')
  previousHash!: Buffer;

  @Column('bytea')
  hash!: Buffer;
}
