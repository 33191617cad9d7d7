import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, GraphQLISODateTime, ID, Info, Resolver, Root } from 'type-graphql';
import { OFFICE_ONLY } from '../graph/audience';
import { type Connection, connectionType } from '../graph/connection';
import type { Context } from '../graph/context';
import { Field, FieldResolver, InputType, Query } from '../graph/declare';
import { List } from '../graph/list';
import { idOf, readId } from '../graph/node';
import { OrderDirection } from '../graph/order';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { AuditEntry } from './audit-entry';
import { one } from '../graph/reads';

@InputType({ audience: OFFICE_ONLY, description: 'Which entries a list has; all conditions given must hold.' })
class AuditFilter {
  @Field(() => [String], {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Only what organisations with one of these codes did.',
  })
  organisations?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Only these actions, such as publishProgressUpdate or read.',
  })
  actions?: string[] | null;

  @Field(() => ID, { nullable: true, audience: OFFICE_ONLY, description: 'Only what was done to this, by its `id`.' })
  subjectId?: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, audience: OFFICE_ONLY, description: 'Only from this moment on.' })
  from?: Date | null;
}

@ArgsType()
class AuditListArguments extends PageArguments {
  @Field(() => AuditFilter, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'Which entries; all where not given.',
  })
  filter?: AuditFilter | null;
}

enum AuditOrderField {
  TIME = 'TIME',
}

const auditTrail = new List<AuditEntry, AuditFilter, AuditOrderField>({
  entity: AuditEntry,
  filter: ({ organisations, actions, subjectId, from }, parameters) => {
    const subject = subjectId == null ? null : readId(subjectId);
    return [
      ...(organisations
        ? [
            `audit_entry.organisation_id in (select id from organisation where code = any(${parameters.add(organisations, 'text[]')}))`,
          ]
        : []),
      ...(actions ? [`audit_entry.action = any(${parameters.add(actions, 'text[]')})`] : []),
      ...(subject
        ? [
            `(audit_entry.subject_type, audit_entry.subject_key) = (${parameters.add(subject.typeName, 'text')}, ${parameters.add(subject.key, 'text')})`,
          ]
        : []),
      ...(from ? [`audit_entry.occurred_at >= ${parameters.add(from, 'timestamptz')}`] : []),
    ];
  },
  orders: {
    TIME: [
      // Microseconds since 1970: a cursor carries numbers and days.
      { sql: '(extract(epoch from audit_entry.occurred_at) * 1000000)::float8', type: 'float8' },
      { sql: 'audit_entry.organisation_id', type: 'int4' },
      { sql: 'audit_entry.sequence', type: 'int4' },
    ],
  },
  defaultOrder: { field: AuditOrderField.TIME, direction: OrderDirection.DESC },
});

const AuditEntryConnection = connectionType(() => AuditEntry, 'AuditEntry', 'audit entries', OFFICE_ONLY);

@Resolver(() => AuditEntry)
export class AuditEntryResolver {
  @Query(() => AuditEntryConnection, {
    audience: OFFICE_ONLY,
    description:
      'Who did what, the latest first. That you looked is put on record too. `npm run audit:verify` proves that nothing in it was changed.',
  })
  auditTrail(
    @Ctx() context: Context,
    @Args() args: AuditListArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<AuditEntry>> {
    return auditTrail.page(context, args, info);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    audience: OFFICE_ONLY,
    description: 'Whose act it was.',
  })
  organisation(@Ctx() context: Context, @Root() entry: AuditEntry): Promise<Organisation | null> {
    return context.load(organisationById, entry.organisationId);
  }

  @FieldResolver(() => ID, {
    nullable: true,
    audience: OFFICE_ONLY,
    description: 'The `id` of what it was done to; null for `read`.',
  })
  subjectId(@Root() { subjectType, subjectKey }: AuditEntry): string | null {
    return subjectType === null || subjectKey === null ? null : idOf(subjectType, subjectKey);
  }

  @FieldResolver(() => String, {
    audience: OFFICE_ONLY,
    description: 'SHA-256 of the entry and of the hash before it, in hexadecimal.',
  })
  hash(@Root() entry: AuditEntry): string {
    return entry.hash.toString('hex');
  }

  @FieldResolver(() => String, {
    audience: OFFICE_ONLY,
    description: 'The hash of the entry before it; for the first, that of an empty text.',
  })
  previousHash(@Root() entry: AuditEntry): string {
    return entry.previousHash.toString('hex');
  }
}
