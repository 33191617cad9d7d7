import { printSchemaWithDirectives } from '@graphql-tools/utils';
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
  isEnumType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { resolvers } from '../modules';
import { type Audience, type View, VIEWS } from './audience';
import { declaredEnums } from './declare';
import { resolveDirectly } from './direct-resolvers';
import { applyMoments } from './moments';
import { applyShield } from './shield';
import { type Audiences, filterForView, readAudiences } from './views';

interface Graph {
  /** The one schema of the code; nobody is served it. */
  whole: GraphQLSchema;
  audiences: Audiences;
}

let graph: Graph | undefined;

export function buildGraph(): Graph {
  if (!graph) {
    const whole = lexicographicSortSchema(
      buildSchemaSync({ resolvers: resolvers as unknown as NonEmptyArray<new () => object>, validate: false }),
    );
    resolveDirectly(whole);
    applyMoments(whole);
    graph = { whole, audiences: readAudiences(whole) };
  }
  return graph;
}

const views = new Map<View, GraphQLSchema>();

/** The schema a view is served: filtered, and with the shield before what is left in it of less than everyone's. */
export function buildView(view: View): GraphQLSchema {
  let schema = views.get(view);
  if (!schema) views.set(view, (schema = applyShield(buildUnshieldedView(view), buildGraph().audiences)));
  return schema;
}

/** The same before the shield. */
export function buildUnshieldedView(view: View): GraphQLSchema {
  const { whole, audiences } = buildGraph();
  return filterForView(whole, audiences, view);
}

/** The files of the contract as they are checked in: the whole with its audiences, and each view for those who build on it. */
export function printContract(): Record<string, string> {
  const views = VIEWS.map((view): [string, string] => [
    `schema/${view.toLowerCase()}.graphql`,
    `${printSchema(buildUnshieldedView(view))}\n`,
  ]);
  return { 'schema.graphql': `${printSchemaWithDirectives(withAudienceDirective())}\n`, ...Object.fromEntries(views) };
}

/** The whole schema with the directive defined, and with it on enums, where type-graphql puts none. */
function withAudienceDirective(): GraphQLSchema {
  const { whole } = buildGraph();
  const config = whole.toConfig();
  const viewName = whole.getType('ViewName') as GraphQLEnumType;
  const audience = new GraphQLDirective({
    name: 'audience',
    description: 'The views that see an element. The other views are served a schema without it.',
    locations: [
      DirectiveLocation.OBJECT,
      DirectiveLocation.INTERFACE,
      DirectiveLocation.FIELD_DEFINITION,
      DirectiveLocation.ARGUMENT_DEFINITION,
      DirectiveLocation.INPUT_OBJECT,
      DirectiveLocation.INPUT_FIELD_DEFINITION,
      DirectiveLocation.ENUM,
      DirectiveLocation.ENUM_VALUE,
    ],
    args: { views: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(viewName))) } },
  });
  const extension = (views: Audience): object => ({ directives: { audience: { views: [...views] } } });
  for (const type of config.types.filter(isEnumType)) {
    const declared = declaredEnums.get(type.name);
    if (!declared) continue;
    type.extensions = { ...type.extensions, ...extension(declared.audience) };
    for (const value of type.getValues()) {
      value.extensions = { ...value.extensions, ...extension(declared.values[value.name]!) };
    }
  }
  return new GraphQLSchema({ ...config, directives: [...config.directives, audience] });
}
