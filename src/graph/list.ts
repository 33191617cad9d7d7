import type { GraphQLResolveInfo } from 'graphql';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Reads } from '../database/database';
import type { KeyType } from '../database/readers';
import { Connection, type ConnectionSelection, readSelection } from './connection';
import type { BatchRead, Context } from './context';
import { decodeCursor, encodeCursor } from './cursor';
import { typeRules } from './declare';
import { type OrderBy, OrderDirection } from './order';
import { type Page, type PageArguments, readPage } from './page';

/** Collects the parameters of a statement, so that no value ever becomes part of its text. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
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

interface ListRow {
  parentPosition: number;
  totalCount: number | null;
  present: boolean | null;
  sortKey: string[];
}

/**
 * A list as a Relay connection with keyset paging. One statement answers it for all parents of a level at once, count
 * included, however deep in a query it stands.
 */
export class List<Row extends ObjectLiteral, Filter extends object, Order extends string> {
  private readonly everything: Parent = { where: 'true', keyType: 'int4' };

  constructor(private readonly definition: ListDefinition<Row, Filter, Order>) {}

  /** The whole list, as a root field. */
  page(context: Context, args: ListArguments<Filter, Order>, info: GraphQLResolveInfo): Promise<Connection<Row>> {
    return this.pageUnder(this.everything, 0, context, args, info);
  }

  /** The part of the list that belongs to a parent, as a field of that parent. */
  under(parent: Parent) {
    return (
      key: number | string,
      context: Context,
      args: ListArguments<Filter, Order>,
      info: GraphQLResolveInfo,
    ): Promise<Connection<Row>> => this.pageUnder(parent, key, context, args, info);
  }

  private async pageUnder(
    parent: Parent,
    key: number | string,
    context: Context,
    { filter, orderBy, ...page }: ListArguments<Filter, Order>,
    info: GraphQLResolveInfo,
  ): Promise<Connection<Row>> {
    const request: Request<Filter, Order> = {
      filter: filter ?? this.definition.defaultFilter,
      orderBy: orderBy ?? this.definition.defaultOrder,
      page: readPage(page),
      selection: readSelection(info),
    };
    const read = context.variant<number | string, Connection<Row>>(parent, JSON.stringify(request), () =>
      this.batchRead(parent, request),
    );
    const connection = await context.load(read, key);
    const { name } = this.definition.entity as { name: string };
    if (typeRules.has(name)) context.restrictedReads.noteList(name, connection.nodes);
    return connection;
  }

  private batchRead(parent: Parent, request: Request<Filter, Order>): BatchRead<number | string, Connection<Row>> {
    return async (database, keys) => {
      const { items, totalCount } = request.selection;
      // `{ councils { __typename } }` asks for nothing that is in the database.
      if (!items && !totalCount) return keys.map(() => this.connection([], request));
      const parameters = new Parameters();
      const sql = this.statement(database, parent, keys, request, parameters);
      const rows = await database.rows<Row & ListRow>(sql, parameters.values);
      const pages = keys.map(() => [] as (Row & ListRow)[]);
      // Each parent's rows come in order and together: a lateral join with a limit inside runs once for each parent.
      for (const row of rows) {
        pages[row.parentPosition - 1]!.push(row);
      }
      return pages.map((rowsOfParent) => this.connection(rowsOfParent, request));
    };
  }

  private statement(
    database: Reads,
    parent: Parent,
    keys: readonly (number | string)[],
    { filter, orderBy, page, selection }: Request<Filter, Order>,
    parameters: Parameters,
  ): string {
    const { entity, orderJoin = '', where = 'true' } = this.definition;
    const table = database.table(entity);
    const parentKeys = parameters.add(keys, `${parent.keyType}[]`);
    const from = `from ${table} ${parent.join ?? ''} ${orderJoin}`;
    const conditions = [where, parent.where, ...(filter ? (this.definition.filter?.(filter, parameters) ?? []) : [])];
    const matching = `${from} where ${conditions.join(' and ')}`;

    let items = '';
    if (selection.items) {
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
        ? `, array[${keyColumns.map((column) => `(${column})::text`).join(', ')}] as "sortKey"`
        : '';
      // One row more than the page tells whether there is a next one.
      const limit = parameters.add(page.size + 1, 'int4');
      items = `left join lateral (
          select ${database.columns(entity)}, true as present ${sortKey}
          ${matching}${after}${before}
          order by ${keyColumns.map((column) => `${column} ${direction}`).join(', ')} limit ${limit}
        ) item on true`;
    }
    const count = selection.totalCount
      ? `cross join lateral (select count(*)::int4 as "totalCount" ${matching}) tally`
      : '';
    const columns = ['parent.position::int4 as "parentPosition"'];
    if (selection.totalCount) columns.push('tally."totalCount"');
    if (selection.items) columns.push('item.*');
    return `select ${columns.join(', ')} from unnest(${parentKeys}) with ordinality as parent(key, position) ${count} ${items}`;
  }

  private connection(rows: (Row & ListRow)[], { orderBy, page }: Request<Filter, Order>): Connection<Row> {
    const totalCount = rows[0]?.totalCount ?? null;
    const items = rows.filter((row) => row.present);
    const more = items.length > page.size;
    if (more) items.pop();
    if (page.backward) items.reverse();
    return new Connection<Row>(
      items,
      (row) => encodeCursor(orderName(orderBy), (row as Row & ListRow).sortKey),
      page.backward ? { next: page.before !== null, previous: more } : { next: more, previous: page.after !== null },
      totalCount,
    );
  }
}

const orderName = ({ field, direction }: OrderBy<string>): string => `${field} ${direction}`;
