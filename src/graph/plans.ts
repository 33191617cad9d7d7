import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Context } from './context';

interface Plan<Read> {
  /** The values of the query's variables that it was made for. */
  variables: string;
  read: Read;
}

/**
 * How a field of a query is read: made once for all parents of a level, and for all requests of a query that give the same
 * values; kept as long as the query stays compiled.
 */
export class Plans<Read> {
  private readonly plans = new WeakMap<readonly FieldNode[], Map<string, Plan<Read>>>();

  /** `place` tells apart what one field may be read as. */
  of(context: Context, info: GraphQLResolveInfo, place: string, make: () => Read): Read {
    const variables = JSON.stringify(info.variableValues);
    const key = `${context.looksAtPast} ${place}`;
    let plans = this.plans.get(info.fieldNodes);
    if (!plans) this.plans.set(info.fieldNodes, (plans = new Map<string, Plan<Read>>()));
    let plan = plans.get(key);
    if (plan?.variables !== variables) plans.set(key, (plan = { variables, read: make() }));
    return plan.read;
  }
}
