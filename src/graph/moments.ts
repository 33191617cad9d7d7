import { type GraphQLFieldResolver, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import type { Context } from './context';
import { BadUserInput } from './errors';

type Arguments = Record<string, unknown>;
type Resolve = GraphQLFieldResolver<unknown, Context, Arguments>;

/**
 * By the clock that stamps publications, the database's; and publications that follow each other within a millisecond
 * are stamped a little ahead of it, so the moment of the newest is never in the future.
 */
const REVISION_AT = `
  select coalesce((select max(revision) from publication where published_at <= $1), 0) as revision,
    $1 > greatest(clock_timestamp(), (select max(published_at) from publication)) as future`;

/**
 * Lets a root field that is given `asOf` look at the register as it was: everything below that field is resolved with a
 * context of the past. Fields of one request may look at different moments.
 */
export function applyMoments(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType)) {
    for (const field of Object.values(type.getFields())) {
      const resolve = field.resolve as Resolve | undefined;
      if (!resolve) continue;
      field.resolve =
        type !== schema.getQueryType()
          ? (source, args: Arguments, context: Context, info) => resolve(source, args, context.of(rootKey, info), info)
          : field.args.some(({ name }) => name === 'asOf')
            ? (source, args: Arguments, context: Context, info) => resolveAt(resolve, source, args, context, info)
            : resolve;
    }
  }
}

async function resolveAt(
  resolve: Resolve,
  source: unknown,
  args: Arguments,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const moment = args['asOf'] as Date | null | undefined;
  if (moment == null) return resolve(source, args, context, info);
  const [row] = await context.database.rows<{ revision: number; future: boolean }>(REVISION_AT, [moment]);
  if (row!.future) throw new BadUserInput(`"asOf" (${moment.toISOString()}) must not be in the future.`);
  return resolve(source, args, context.lookBack(rootKey(info), { moment, revision: row!.revision }), info);
}

/** The root field, by the name it has in the answer, that a field stands under. */
function rootKey({ path }: GraphQLResolveInfo): string | number {
  let step = path;
  while (step.prev) step = step.prev;
  return step.key;
}
