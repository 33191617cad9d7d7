import { getNamedType, type GraphQLResolveInfo } from 'graphql';
import type { ObjectLiteral } from 'typeorm';
import { fromWhere, type ReadByKey } from '../database/readers';
import type { BatchRead, Context } from './context';
import { DEEPEST, foldOf, reviveTimes, rowsOf } from './fold';
import { Parameters } from './list';
import { Plans } from './plans';

type Read<Row> = BatchRead<string | number, Row | null>;

const plans = new Plans<Read<never>>();

/** Loads the row that a root field finds by a key, in one statement with what the query leads to from there. */
export function loadWhole<Row extends ObjectLiteral>(
  context: Context,
  read: ReadByKey<Row, Row | null>,
  key: string | number,
  info: GraphQLResolveInfo,
): Promise<Row | null> {
  const plan = plans.of(context, info, read.lookup.key, () => planOf(context, read, info) as Read<never>);
  return context.load<string | number, Row | null>(plan, key);
}

function planOf<Row extends ObjectLiteral>(
  context: Context,
  { entity, lookup }: ReadByKey<Row, Row | null>,
  info: GraphQLResolveInfo,
): Read<Row> {
  const sets = info.fieldNodes.map(({ selectionSet }) => selectionSet);
  const type = getNamedType(info.returnType);
  // Tables of the past are views that go through all versions: each is read once, and not once for each row.
  const fold = foldOf(context.view, entity, type, sets, info, context.looksAtPast ? DEEPEST : 0);
  return async (database, keys) => {
    const parameters = new Parameters();
    const sought = parameters.add(keys, `${lookup.type}[]`);
    const from = `${fromWhere(database.table(entity), lookup, 'parent.key')} limit 1`;
    const rows = await database.rows<{ row: Row | null }>(
      `select (select row_to_json(whole) from (${rowsOf(fold, from, parameters)}) whole) as row
       from unnest(${sought}) with ordinality as parent(key, position) order by parent.position`,
      parameters.values,
    );
    const found = rows.map(({ row }) => row);
    reviveTimes(
      found.filter((row) => row !== null),
      fold,
    );
    return found;
  };
}
