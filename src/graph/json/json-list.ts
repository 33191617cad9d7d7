import { type FieldNode, getNamedType, type GraphQLNamedType, isObjectType } from 'graphql';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { selected } from '../fold';
import { base64url } from '../node';
import {
  fromRows,
  listOf,
  type Making,
  NeedsResolvers,
  newRows,
  objectOf,
  pairs,
  type Rows,
  setsOf,
  written,
} from './json-object';

/** A page of a list, as its query asks for it. */
export interface Page {
  entity: EntityTarget<ObjectLiteral>;
  size: number;
  /** Whether it is the last items that are taken: they come last first then. */
  backward: boolean;
  /** Whether it begins at a cursor, so that there is something before it; after it, where it goes backward. */
  beginsWithin: boolean;
  /** What a cursor begins with. */
  order: string;
  /** SQL for its rows and at most so many, with the columns that are needed, and with `sortKey` where cursors are asked for. */
  rows(columns: Rows['columns'], most: number): string;
  /** SQL of how many rows the whole list has. */
  totalCount(): string;
}

/** Which row of its page one is. */
const NUMBER = '"+number"';

/** SQL of JSON as text: a page of a list, as a query selects of it. */
export function pageOf(
  making: Making,
  connection: GraphQLNamedType,
  nodes: readonly FieldNode[],
  page: Page,
  depth: number,
): string {
  if (!isObjectType(connection)) throw new NeedsResolvers();
  const names = [...selected(setsOf(nodes), making.info).values()].map(([node]) => node!.name.value);
  const { entity, size, backward, beginsWithin } = page;
  const looksBeyond = names.includes('pageInfo');
  const isNumbered = looksBeyond || backward;
  const rows = newRows(making, depth);
  const inPage = looksBeyond ? ` filter (where ${NUMBER} <= ${size})` : '';
  const cursor = cursorOf(page.order, `${rows.name}."sortKey"`);

  const all = (item: string): string => listOf(item, backward ? ` order by ${NUMBER} desc` : '', inPage);
  const outermost = (direction: 'asc' | 'desc'): string =>
    `(array_agg(${cursor} order by ${NUMBER} ${direction})${inPage})[1]`;
  const isMore = `count(*) > ${size}`;
  const places: Record<string, string> = {
    hasNextPage: backward ? String(beginsWithin) : isMore,
    hasPreviousPage: backward ? isMore : String(beginsWithin),
    startCursor: outermost(backward ? 'desc' : 'asc'),
    endCursor: outermost(backward ? 'asc' : 'desc'),
  };

  const object = pairs(making, connection, setsOf(nodes), ([field], fieldNodes) => {
    const { name, type } = field!;
    const sets = setsOf(fieldNodes);
    if (name === 'totalCount') return written(field!, page.totalCount());
    if (name === 'nodes') return all(objectOf(making, entity, getNamedType(type), sets, rows));
    if (name === 'pageInfo')
      return pairs(making, getNamedType(type), sets, ([place]) => written(place!, places[place!.name]!));
    return all(
      pairs(making, getNamedType(type), sets, ([part], partNodes) =>
        part!.name === 'cursor'
          ? written(part!, cursor)
          : objectOf(making, entity, getNamedType(part!.type), setsOf(partNodes), rows),
      ),
    );
  });
  if (!names.some((name) => ['nodes', 'edges', 'pageInfo'].includes(name))) {
    // Asked for nothing that is in the database, resolvers do not ask it.
    if (depth === 0 && !names.includes('totalCount')) throw new NeedsResolvers();
    return object;
  }
  const read = page.rows(rows.columns, looksBeyond ? size + 1 : size);
  const from = isNumbered
    ? `select ${rows.name}.*, row_number() over () as ${NUMBER} from (${read}) ${rows.name}`
    : read;
  // One page, also where nothing is asked that is gathered from its rows.
  return fromRows(making, object, from, rows, ' having true');
}

/** SQL of what encodeCursor makes of a sort key. */
const cursorOf = (order: string, sortKey: string): string =>
  base64url(`array_to_json(array_prepend('${order}', ${sortKey}))::text`);
