import { type FieldNode, getNamedType, type GraphQLNamedType, type GraphQLResolveInfo } from 'graphql';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Database, Reads } from '../database/database';
import type { KeyType } from '../database/readers';
import {
  Connection,
  type ConnectionSelection,
  itemSets,
  nodeTypeOf,
  readSelection,
  readSelectionOf,
} from './connection';
import type { BatchRead, Context } from './context';
import { decodeCursor, encodeCursor } from './cursor';
import { typeRules } from './declare';
import { DEEPEST, type Fold, foldOf, hasTimes, reviveTimes, rowsOf } from './fold';
import { pageOf } from './json/json-list';
import type { Making } from './json/json-object';
import { type OrderBy, OrderDirection } from './order';
import { type Page, type PageArguments, readPage, readWhole } from './page';
import { Plans } from './plans';
import type { RowStream } from './row-stream';

/** Collects the parameters of a statement, so that no value ever becomes part of its text. */
export class Parameters {
  readonly values: unknown[] = [];

  private aliases = 0;

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** A name for rows that the statement has nowhere else. */
  alias(): string {
    return `row${++this.aliases}`;
  }
}

/** A part of a list's sort key. The parts of an order together are unique, or pages would skip and repeat items. */
export interface SortKey {
  /** Never null; where an order puts missing values last, that depends on the direction. */
  sql: string | ((direction: OrderDirection) => string);
  type: KeyType;
}

interface ListDefinition<Row extends ObjectLiteral, Filter, Order extends string> {
  entity: EntityTarget<Row>;
  /**
   * Tables that an order needs besides the entity's own. Left joins by primary key: PostgreSQL then leaves them out
   * where nothing refers to them, as in a count.
   */
  orderJoin?: string;
  /** Always applied: what is in the list at all. */
  where?: string;
  /** What is listed where the query gives no filter; a filter it gives replaces this one. */
  defaultFilter?: Filter;
  /** The SQL conditions of a filter; conditions may refer to the entity's table. */
  filter?(filter: Filter, parameters: Parameters): string[];
  orders: Record<Order, SortKey[]>;
  defaultOrder: OrderBy<Order>;
}

export interface ListArguments<Filter, Order extends string> extends PageArguments {
  filter?: Filter | null;
  orderBy?: OrderBy<Order> | null;
}

/** How the items of a list belong to a parent: SQL in which `parent.key` is the parent's key. */
interface Parent {
  join?: string;
  where: string;
  keyType: 'int4' | 'text';
}

interface Request<Filter, Order extends string> {
  filter: Filter | undefined;
  orderBy: OrderBy<Order>;
  page: Page;
  selection: ConnectionSelection;
}

/** A page of a list as PostgreSQL gives it: one item more than the page where there is a next one. */
interface HeldPage<Row> {
  totalCount: number | null;
  items: Row[] | null;
}

/** A list as a field of a parent: what reads it, and what has it read along with the parent's row. */
export interface ListField {
  /** SQL of what a row of the parent holds of the list; undefined where it must be read by itself. */
  fold(
    database: Database,
    type: GraphQLNamedType,
    args: object,
    nodes: readonly FieldNode[],
    info: GraphQLResolveInfo,
    depth: number,
  ): ((parentKey: string, parameters: Parameters) => string) | undefined;
  unfold(held: unknown, args: object, info: GraphQLResolveInfo): unknown;
  /** SQL of the answer, as JSON. Throws NeedsResolvers, or what is wrong with the arguments. */
  json(
    making: Making,
    parentKey: string,
    type: GraphQLNamedType,
    args: object,
    nodes: readonly FieldNode[],
    depth: number,
  ): string;
}

/**
 * A list as a Relay connection with keyset paging. One statement answers it for all parents of a level at once, count
 * included, however deep in a query it stands; and with its rows what they lead to (see reads.ts).
 */
export class List<Row extends ObjectLiteral, Filter extends object, Order extends string> {
  private readonly everything: Parent = { where: 'true', keyType: 'int4' };
  private readonly plans = new Plans<BatchRead<number | string, Connection<Row>>>();
  private whole: ListField | undefined;

  constructor(private readonly definition: ListDefinition<Row, Filter, Order>) {}

  /** The whole list, for the declaration of a root field. */
  get field(): ListField {
    return (this.whole ??= this.under(this.everything));
  }

  /** The whole list, as a root field. */
  page(context: Context, args: ListArguments<Filter, Order>, info: GraphQLResolveInfo): Promise<Connection<Row>> {
    return this.pageUnder(this.everything, 0, context, args, info);
  }

  /** The part of the list that belongs to a parent, as a field of that parent. */
  under(parent: Parent) {
    const read = (
      key: number | string,
      context: Context,
      args: ListArguments<Filter, Order>,
      info: GraphQLResolveInfo,
    ): Promise<Connection<Row>> => this.pageUnder(parent, key, context, args, info);
    const field: ListField = {
      fold: (database, type, args, nodes, info, depth) => this.fold(parent, database, type, args, nodes, info, depth),
      unfold: (held, args, info) => this.connection(held as HeldPage<Row>, this.request(args, readSelection(info))),
      json: (...making) => this.json(parent, ...making),
    };
    return Object.assign(read, field);
  }

  private json(
    parent: Parent,
    making: Making,
    parentKey: string,
    type: GraphQLNamedType,
    args: ListArguments<Filter, Order>,
    nodes: readonly FieldNode[],
    depth: number,
  ): string {
    const { context, info, parameters } = making;
    const request = this.request(args, readSelectionOf(nodes, info));
    const { page, orderBy } = request;
    let found: string | undefined;
    const matching = (): string => (found ??= this.matching(parent, parentKey, request, context.view, parameters));
    return pageOf(
      making,
      type,
      nodes,
      {
        entity: this.definition.entity,
        size: page.size,
        backward: page.backward,
        beginsWithin: (page.backward ? page.before : page.after) !== null,
        order: orderName(orderBy),
        rows: (columns, most) => this.rows(matching(), request, most, { columns }, parameters),
        totalCount: () => `(select count(*)::int4 ${matching()})`,
      },
      depth,
    );
  }

  private request(
    { filter, orderBy, ...page }: ListArguments<Filter, Order>,
    selection: ConnectionSelection,
    read: (page: PageArguments) => Page = readPage,
  ): Request<Filter, Order> {
    return {
      filter: filter ?? this.definition.defaultFilter,
      orderBy: orderBy ?? this.definition.defaultOrder,
      page: read(page),
      selection,
    };
  }

  private async pageUnder(
    parent: Parent,
    key: number | string,
    context: Context,
    args: ListArguments<Filter, Order>,
    info: GraphQLResolveInfo,
  ): Promise<Connection<Row>> {
    const connection = context.whole?.stream.isAt(info)
      ? await this.nextPart(context.whole.stream, parent, key, context, args, info)
      : await context.load(this.plan(parent, context, args, info), key);
    const { name } = this.definition.entity as { name: string };
    if (typeRules.has(name)) context.restrictedReads.noteList(name, connection.nodes);
    return connection;
  }

  /** The next rows of the list that a query is run for again and again: see RowStream. */
  private async nextPart(
    stream: RowStream,
    parent: Parent,
    key: number | string,
    context: Context,
    args: ListArguments<Filter, Order>,
    info: GraphQLResolveInfo,
  ): Promise<Connection<Row>> {
    const request = this.request(args, readSelection(info), readWhole);
    const items = await stream.next<Row>(context.database, () => {
      const parameters = new Parameters();
      const parentKey = parameters.add(key, parent.keyType);
      const matching = this.matching(parent, parentKey, request, context.view, parameters);
      return {
        sql: this.rows(matching, request, request.page.size, this.foldOf(context, info), parameters),
        values: parameters.values,
      };
    });
    return this.connection({ items, totalCount: null }, { ...request, page: { ...request.page, size: Infinity } });
  }

  private plan(
    parent: Parent,
    context: Context,
    args: ListArguments<Filter, Order>,
    info: GraphQLResolveInfo,
  ): BatchRead<number | string, Connection<Row>> {
    const isWhole = context.whole?.listsBelow ?? false;
    return this.plans.of(context, info, `${isWhole} ${parent.join ?? ''} ${parent.where}`, () => {
      const request = this.request(args, readSelection(info), isWhole ? readWhole : readPage);
      return this.batchRead(parent, request, this.foldOf(context, info));
    });
  }

  private foldOf(context: Context, info: GraphQLResolveInfo): Fold {
    const type = nodeTypeOf(getNamedType(info.returnType));
    const sets = itemSets(info.fieldNodes, info);
    // Tables of the past are views that go through all versions: each is read once, and not once for each row.
    // And what is read along with a row is a page of it.
    const isApart = context.looksAtPast || context.whole?.listsBelow;
    return foldOf(context.view, this.definition.entity, type, sets, info, isApart ? DEEPEST : 0);
  }

  private batchRead(
    parent: Parent,
    request: Request<Filter, Order>,
    fold: Fold,
  ): BatchRead<number | string, Connection<Row>> {
    const { items, totalCount } = request.selection;
    // `{ councils { __typename } }` asks for nothing that is in the database.
    if (!items && !totalCount) {
      const empty: HeldPage<Row> = { totalCount: null, items: null };
      return (_database, keys) => Promise.resolve(keys.map(() => this.connection(empty, request)));
    }
    let statement: { sql: string; values: unknown[] } | undefined;
    return async (database, keys) => {
      statement ??= this.statement(database, parent, request, fold);
      const [, ...values] = statement.values;
      const pages = await database.rows<HeldPage<Row>>(statement.sql, [keys, ...values]);
      return pages.map((page) => {
        if (page.items) reviveTimes(page.items, fold);
        return this.connection(page, request);
      });
    };
  }

  private statement(
    database: Reads,
    parent: Parent,
    request: Request<Filter, Order>,
    fold: Fold,
  ): { sql: string; values: unknown[] } {
    const parameters = new Parameters();
    const keys = parameters.add(null, `${parent.keyType}[]`);
    const { items, totalCount } = this.pageParts(parent, 'parent.key', request, fold, database, parameters);
    const sql = `select ${totalCount} as "totalCount", ${items} as items
      from unnest(${keys}) with ordinality as parent(key, position) order by parent.position`;
    return { sql, values: parameters.values };
  }

  private fold(
    parent: Parent,
    database: Database,
    connectionType: GraphQLNamedType,
    args: ListArguments<Filter, Order>,
    nodes: readonly FieldNode[],
    info: GraphQLResolveInfo,
    depth: number,
  ): ((parentKey: string, parameters: Parameters) => string) | undefined {
    const { entity } = this.definition;
    if (typeRules.has((entity as { name: string }).name)) return undefined;
    const fold = foldOf(database, entity, nodeTypeOf(connectionType), itemSets(nodes, info), info, depth);
    if (hasTimes(fold)) return undefined;
    const selection = readSelectionOf(nodes, info);
    let request: Request<Filter, Order>;
    try {
      request = this.request(args, selection);
      this.pageParts(parent, 'parent.key', request, fold, database, new Parameters());
    } catch {
      // What is wrong with its arguments is said where it is read by itself.
      return undefined;
    }
    return (parentKey, parameters) => {
      const { items, totalCount } = this.pageParts(parent, parentKey, request, fold, database, parameters);
      return `json_build_object('totalCount', ${totalCount}, 'items', ${items})`;
    };
  }

  /** SQL for the items of a page, as JSON, and for the count of the whole list. */
  private pageParts(
    parent: Parent,
    parentKey: string,
    request: Request<Filter, Order>,
    fold: Fold,
    database: Pick<Reads, 'table'>,
    parameters: Parameters,
  ): { items: string; totalCount: string } {
    const matching = this.matching(parent, parentKey, request, database, parameters);
    const totalCount = request.selection.totalCount ? `(select count(*)::int4 ${matching})` : 'null::int4';
    if (!request.selection.items) return { items: 'null::json', totalCount };
    // One row more than the page tells whether there is a next one.
    const rows = this.rows(matching, request, request.page.size + 1, fold, parameters);
    // PostgreSQL collects rows in the order in which a subquery gives them.
    return { items: `(select json_agg(whole) from (${rows}) whole)`, totalCount };
  }

  /** SQL, from `from` on: the rows that the list has in all. */
  private matching(
    parent: Parent,
    parentKey: string,
    { filter }: Request<Filter, Order>,
    database: Pick<Reads, 'table'>,
    parameters: Parameters,
  ): string {
    const { entity, orderJoin = '', where = 'true' } = this.definition;
    const ofParent = (sql: string): string => sql.replaceAll('parent.key', parentKey);
    const conditions = [
      where,
      ofParent(parent.where),
      ...(filter ? (this.definition.filter?.(filter, parameters) ?? []) : []),
    ];
    const from = `from ${database.table(entity)} ${ofParent(parent.join ?? '')} ${orderJoin}`;
    return `${from} where ${conditions.join(' and ')}`;
  }

  /** SQL for the rows of a page, of those that the list has in all; at most so many of them. */
  private rows(
    matching: string,
    { orderBy, page, selection }: Request<Filter, Order>,
    most: number,
    fold: Fold,
    parameters: Parameters,
  ): string {
    const sortKeys = this.definition.orders[orderBy.field];
    const keyColumns = sortKeys.map(({ sql }) => (typeof sql === 'string' ? sql : sql(orderBy.direction)));
    const types = sortKeys.map(({ type }) => type);
    const beyond = (argument: 'after' | 'before', comparison: '<' | '>'): string => {
      const cursor = page[argument];
      if (cursor === null) return '';
      const values = decodeCursor(argument, cursor, orderName(orderBy), types);
      const row = values.map((value, index) => parameters.add(value, types[index]!));
      return ` and (${keyColumns.join(', ')}) ${comparison} (${row.join(', ')})`;
    };
    const ascending = orderBy.direction === OrderDirection.ASC;
    const after = beyond('after', ascending ? '>' : '<');
    const before = beyond('before', ascending ? '<' : '>');
    const direction = ascending === page.backward ? 'desc' : 'asc';
    const sortKey = selection.cursors
      ? `array[${keyColumns.map((column) => `(${column})::text`).join(', ')}] as "sortKey"`
      : '';
    const order = keyColumns.map((column) => `${column} ${direction}`).join(', ');
    // A whole number that code made: where the plan did not know it, it would be made for a tenth of the table.
    const limit = most === Infinity ? '' : ` limit ${most}`;
    return rowsOf(fold, `${matching}${after}${before} order by ${order}${limit}`, parameters, sortKey);
  }

  private connection({ items, totalCount }: HeldPage<Row>, { orderBy, page }: Request<Filter, Order>): Connection<Row> {
    const rows = items ?? [];
    const more = rows.length > page.size;
    if (more) rows.pop();
    if (page.backward) rows.reverse();
    return new Connection<Row>(
      rows,
      (row) => encodeCursor(orderName(orderBy), (row as unknown as { sortKey: string[] }).sortKey),
      page.backward ? { next: page.before !== null, previous: more } : { next: more, previous: page.after !== null },
      totalCount,
    );
  }
}

const orderName = ({ field, direction }: OrderBy<string>): string => `${field} ${direction}`;
