import {
  getNamedType,
  getNullableType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { buildGraph } from '../../src/graph/schema';
import { idOf } from '../../src/graph/node';

const NOTHING = '00000000-0000-4000-8000-000000000000';

/** What each mutation changes, where its input has the id of something. */
const TYPES: [RegExp, string][] = [
  [/ProgressUpdate/, 'ProgressUpdate'],
  [/Response/, 'RecommendationResponse'],
  [/DueDate/, 'DueDateRequest'],
  [/DataReturn/, 'DataReturn'],
  [/Assignment/, 'Assignment'],
  [/Assessment/, 'CouncilAssessment'],
  [/Milestone/, 'Milestone'],
  [/Action/, 'Action'],
  [/Notices/, 'NoticeSubscription'],
  [/Notice/, 'DeadNotice'],
];

/** The type of what a mutation changes. */
export const typeChangedBy = (mutation: string): string =>
  TYPES.find(([pattern]) => pattern.test(mutation))?.[1] ?? 'Nothing';

/** The fields of each mutation's input, by the name of the mutation. */
export function mutationInputs(): Map<string, GraphQLInputObjectType> {
  const fields = Object.values(buildGraph().whole.getMutationType()!.getFields());
  return new Map(fields.map(({ name, args }) => [name, getNamedType(args[0]!.type) as GraphQLInputObjectType]));
}

/** An input with every required field, of values that are of the right type and name nothing that exists. */
export function sampleInput(mutation: string, input: GraphQLInputObjectType): Record<string, unknown> {
  const required = (field: GraphQLInputField): boolean => isNonNullType(field.type) && field.defaultValue === undefined;
  const sample = (name: string, type: GraphQLInputType): unknown => {
    if (isListType(getNullableType(type))) return [];
    const named = getNamedType(type);
    if (isEnumType(named)) return named.getValues()[0]!.name;
    if (isInputObjectType(named)) return sampleInput(mutation, named);
    if (named.name === 'ID') return idOf(typeChangedBy(mutation), NOTHING);
    const values: Record<string, unknown> = {
      Int: 1,
      Boolean: false,
      LocalDate: '2026-01-01',
      String: `sample-${name}`,
    };
    return values[named.name];
  };
  return Object.fromEntries(
    Object.values(input.getFields())
      .filter(required)
      .map((field) => [field.name, sample(field.name, field.type)]),
  );
}
