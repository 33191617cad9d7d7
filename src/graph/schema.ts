import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { resolvers } from '../modules';

let built: GraphQLSchema | undefined;

/** The one schema of the code. */
export function buildGraph(): GraphQLSchema {
  built ??= lexicographicSortSchema(
    buildSchemaSync({ resolvers: resolvers as unknown as NonEmptyArray<new () => object>, validate: true }),
  );
  return built;
}

/** The contract as it is checked in: schema.graphql. */
export function printGraph(): string {
  return `${printSchema(buildGraph())}\n`;
}
