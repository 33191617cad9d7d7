import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, ID, Info, Int, Resolver, Root } from 'type-graphql';
import { EVERYONE } from '../graph/audience';
import type { Connection } from '../graph/connection';
import type { Context } from '../graph/context';
import { Arg, FieldResolver, Query } from '../graph/declare';
import { Node } from '../graph/node';
import { PageArguments } from '../graph/page';
import { Organisation } from '../organisations/organisation';
import { organisationById } from '../organisations/organisation.reader';
import { Publication, PublicationConnection, publicationByRevision, publications } from './publication';
import { changesOfPublication, FieldChange, RecordChange, RecordChangeConnection } from './record-change';
import { Register } from './register';
import { camelCase, idOfRecord, recordNow, typeNameOfRecord } from './records';
import { one } from '../graph/reads';

@Resolver(() => Register)
export class RegisterResolver {
  @Query(() => Register, { audience: EVERYONE, description: 'How far the register has come: its revision.' })
  async register(@Ctx() context: Context): Promise<Register> {
    const [latest] = await context.database.rows<Register>(
      'select revision, published_at as "publishedAt" from publication order by revision desc limit 1',
    );
    return latest ?? { revision: 0, publishedAt: null };
  }

  @Query(() => PublicationConnection, {
    audience: EVERYONE,
    description:
      'The publications after a revision, the first of them first, each with what it changed. To mirror the register: begin with 0, follow the pages to the end, and remember the last revision for the next time.',
  })
  changes(
    @Ctx() context: Context,
    @Arg('sinceRevision', () => Int, {
      audience: EVERYONE,
      description: 'The revision that you have; 0 for everything from the beginning.',
    })
    sinceRevision: number,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Publication>> {
    return publications.page(context, { ...page, filter: { sinceRevision } }, info);
  }
}

@Resolver(() => Publication)
export class PublicationResolver {
  @FieldResolver(() => RecordChangeConnection, {
    audience: EVERYONE,
    description: 'What it did to the records of the register.',
  })
  recordChanges(
    @Ctx() context: Context,
    @Root() publication: Publication,
    @Args() page: PageArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<RecordChange>> {
    return changesOfPublication(publication.revision, context, page, info);
  }
}

@Resolver(() => RecordChange)
export class RecordChangeResolver {
  @FieldResolver(() => Publication, { audience: EVERYONE, description: 'The publication that did it: when.' })
  publication(@Ctx() context: Context, @Root() change: RecordChange): Promise<Publication | null> {
    return context.load(publicationByRevision, change.revision);
  }

  @FieldResolver(() => Organisation, {
    reads: one(() => Organisation, 'organisationId'),
    nullable: true,
    audience: EVERYONE,
    description: "The organisation whose report it follows; null where it is the Office's own doing.",
  })
  organisation(@Ctx() context: Context, @Root() change: RecordChange): Promise<Organisation | null> {
    return context.loadOptional(organisationById, change.organisationId);
  }

  @FieldResolver(() => String, {
    audience: EVERYONE,
    description: 'The type of the record, such as Assignment.',
  })
  recordType(@Root() change: RecordChange): string {
    return typeNameOfRecord(change);
  }

  @FieldResolver(() => ID, { audience: EVERYONE, description: 'The `id` of the record, even where it is no more.' })
  recordId(@Ctx() context: Context, @Root() change: RecordChange): Promise<string> {
    return idOfRecord(context, change);
  }

  @FieldResolver(() => Node, {
    nullable: true,
    audience: EVERYONE,
    description: 'The record as it is now; null where it is no more.',
  })
  record(@Ctx() context: Context, @Root() change: RecordChange): Promise<Node | null> {
    return recordNow(context, change);
  }

  @FieldResolver(() => [FieldChange], {
    audience: EVERYONE,
    description:
      'The fields that changed, from what to what; none for a record that is new. Links to other records are not among them.',
  })
  fields(@Root() change: RecordChange, @Info() { schema }: GraphQLResolveInfo): FieldChange[] {
    const type = schema.getType(typeNameOfRecord(change)) as unknown as { getFields(): Record<string, unknown> };
    const known = type.getFields();
    return Object.entries(change.change)
      .map(([column, [from, to]]) => ({ name: camelCase(column), from: asText(from), to: asText(to) }))
      .filter(({ name }) => name in known && name !== 'version')
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

const asText = (value: unknown): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value);
