import { GraphQLISODateTime } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { REPORTING } from '../graph/audience';
import { Field, ObjectType, registerEnumType } from '../graph/declare';
import { Node } from '../graph/node';
import type { Viewer } from '../identity/viewer';

export enum NoticeChannel {
  EMAIL = 'EMAIL',
  WEBHOOK = 'WEBHOOK',
}
registerEnumType(NoticeChannel, {
  name: 'NoticeChannel',
  audience: REPORTING,
  description: 'The ways by which an organisation can be told of something.',
  values: {
    EMAIL: { audience: REPORTING, description: 'A message in plain text to an address.' },
    WEBHOOK: {
      audience: REPORTING,
      description:
        'A POST of JSON to an address on the web, signed as the Standard Webhooks specification says: id, event, subjectId, title, occurredAt and organisation (its code). Answer with a status from 200 to 299; 410 ends the delivery, and anything else is tried again. It may come more than once, with the same webhook-id.',
    },
  },
});

/** The secret of a webhook is no part of it: that stands in a table of its own, which only the worker reads. */
@Entity('notice_subscription')
@ObjectType({
  implements: Node,
  audience: REPORTING,
  description:
    'Where an organisation is told of what happens to its work. Each organisation sees its own, and the Office no more than that.',
  rule: {
    mayBeSeen: (row: NoticeSubscription, viewer: Viewer) => viewer.organisation?.id === row.organisationId,
    says: 'an organisation its own, the Office too',
  },
})
export class NoticeSubscription extends Node {
  @PrimaryGeneratedColumn('identity', { type: 'int4', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('uuid')
  key!: string;

  @Column('int4')
  organisationId!: number;

  @Column('text')
  @Field(() => NoticeChannel, { audience: REPORTING, description: 'By which way.' })
  channel!: NoticeChannel;

  @Column('text')
  @Field(() => String, { audience: REPORTING, description: 'The e-mail address, or the address on the web.' })
  target!: string;

  @Column('timestamptz')
  @Field(() => GraphQLISODateTime, {
    audience: REPORTING,
    description: 'Since when. What happened before it is not told.',
  })
  createdAt!: Date;
}
