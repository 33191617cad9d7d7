import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { Node } from '../graph/node';

export enum OrganisationKind {
  GOVERNMENT = 'GOVERNMENT',
  OFFICE = 'OFFICE',
  DEPARTMENT = 'DEPARTMENT',
  REGULATOR = 'REGULATOR',
  PUBLIC_BODY = 'PUBLIC_BODY',
  SECTOR = 'SECTOR',
  COUNCIL = 'COUNCIL',
  POLICE_FORCE = 'POLICE_FORCE',
}
registerEnumType(OrganisationKind, {
  name: 'OrganisationKind',
  description: 'The kinds of organisation that recommendations ask to act.',
  valuesConfig: {
    GOVERNMENT: { description: 'Government as a whole, or a part of it that is no department.' },
    OFFICE: { description: 'The Office for Social Cohesion and Democratic Resilience.' },
    DEPARTMENT: { description: 'A ministerial department.' },
    REGULATOR: { description: 'A regulator, such as Ofcom.' },
    PUBLIC_BODY: { description: 'Another public body or office-holder.' },
    SECTOR: { description: 'Organisations of one kind that answer together, because no single body speaks for them.' },
    COUNCIL: { description: 'A principal council.' },
    POLICE_FORCE: { description: 'A territorial police force.' },
  },
});

@Entity('organisation')
@ObjectType({
  implements: Node,
  description:
    'A body that recommendations ask to act: a department, a council, a police force, a regulator and so on.',
  simpleResolvers: true,
})
export class Organisation extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, { description: 'Its code: a word such as DFE, or the GSS code of a council or police force.' })
  code!: string;

  @Column('text')
  @Field(() => String, { description: 'Its name; for a council the full name.' })
  name!: string;

  @Column('text')
  @Field(() => OrganisationKind, { description: 'What kind of organisation it is.' })
  kind!: OrganisationKind;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What a reader should know of it, such as a former name.' })
  note!: string | null;

  @Column('boolean')
  @Field(() => Boolean, { description: 'Whether it still exists.' })
  isCurrent!: boolean;

  @Column('int4', { nullable: true })
  areaId!: number | null;
}
