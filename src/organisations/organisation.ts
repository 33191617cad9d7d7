import { EVERYONE } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
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
  audience: EVERYONE,
  description: 'The kinds of organisation that recommendations ask to act.',
  values: {
    GOVERNMENT: { audience: EVERYONE, description: 'Government as a whole, or a part of it that is no department.' },
    OFFICE: { audience: EVERYONE, description: 'The Office for Social Cohesion and Democratic Resilience.' },
    DEPARTMENT: { audience: EVERYONE, description: 'A ministerial department.' },
    REGULATOR: { audience: EVERYONE, description: 'A regulator, such as Ofcom.' },
    PUBLIC_BODY: { audience: EVERYONE, description: 'Another public body or office-holder.' },
    SECTOR: {
      audience: EVERYONE,
      description: 'Organisations of one kind that answer together, because no single body speaks for them.',
    },
    COUNCIL: { audience: EVERYONE, description: 'A principal council.' },
    POLICE_FORCE: { audience: EVERYONE, description: 'A territorial police force.' },
  },
});

@Entity('organisation')
@ObjectType({
  implements: Node,
  audience: EVERYONE,
  description:
    'A body that recommendations ask to act: a department, a council, a police force, a regulator and so on.',
})
export class Organisation extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  @Field(() => String, {
    audience: EVERYONE,
    description: 'Its code: a word such as DFE, or the GSS code of a council or police force.',
  })
  code!: string;

  @Column('text')
  @Field(() => String, { audience: EVERYONE, description: 'Its name; for a council the full name.' })
  name!: string;

  @Column('text')
  @Field(() => OrganisationKind, { audience: EVERYONE, description: 'What kind of organisation it is.' })
  kind!: OrganisationKind;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    audience: EVERYONE,
    description: 'What a reader should know of it, such as a former name.',
  })
  note!: string | null;

  @Column('boolean')
  @Field(() => Boolean, { audience: EVERYONE, description: 'Whether it still exists.' })
  isCurrent!: boolean;

  @Column('int4', { nullable: true })
  areaId!: number | null;
}
