import { EVERYONE } from '../graph/audience';
import { Field, ObjectType } from '../graph/declare';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { OrganisationKind } from '../organisations/organisation';

@Entity('addressee')
@ObjectType({
  audience: EVERYONE,
  description: 'Whom a recommendation is addressed to: one organisation, or every current organisation of a kind.',
})
export class Addressee {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description: 'Its code: that of the organisation, or COUNCILS, POLICE_FORCES or DEPARTMENTS.',
  })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its name, such as Every current council.' })
  name!: string;

  @Column('text', { nullable: true })
  @Field(() => OrganisationKind, {
    nullable: true,
    audience: EVERYONE,
    description: 'The kind of organisation, where it stands for all of a kind.',
  })
  organisationKind!: OrganisationKind | null;

  @Column('int4', { nullable: true })
  organisationId!: number | null;
}
