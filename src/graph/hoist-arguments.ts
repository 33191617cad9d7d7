import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  GraphQLBoolean,
  GraphQLError,
  type GraphQLField,
  GraphQLScalarType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** A variable that holds the value of an argument: already what the resolver is to be given. */
const HOISTED = new GraphQLScalarType({ name: 'HoistedArgument' });

/** The schema as graphql-jit needs it to find that type in; whoever looks at its types does not see it. */
export function knowHoisted(schema: GraphQLSchema): GraphQLSchema {
  return Object.create(schema, {
    getType: { value: (name: string) => (name === HOISTED.name ? HOISTED : schema.getType(name)) },
  }) as GraphQLSchema;
}

interface Hoist {
  field: GraphQLField<unknown, unknown>;
  node: FieldNode;
  /** The variable that holds each argument's value. */
  variables: Record<string, string>;
}

interface Values {
  values: Record<string, unknown>;
  errors?: readonly GraphQLError[];
}

/**
 * Replaces the value of every argument in a document by a variable of its own, and gives what works their values out
 * from the variables of a request, as graphql-js does.
 *
 * graphql-jit writes values that stand in a query into the code it makes, and a text that looks like its own mark for a
 * date becomes code; it also leaves out defaults of input fields in variables. So it is given neither. Of the request's
 * own variables only Booleans are left, for @skip and @include.
 */
export function hoistArguments(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  const definitions = operation.variableDefinitions ?? [];
  const hoists: Hoist[] = [];
  const added: VariableDefinitionNode[] = [];
  const typeInfo = new TypeInfo(schema);
  // Longer than any name that the query has itself.
  const prefix = '_'.repeat(Math.max(0, ...definitions.map(({ variable }) => variable.name.value.length)) + 1);

  const hoistFrom = (node: FieldNode): FieldNode | undefined => {
    const field = typeInfo.getFieldDef();
    if (!node.arguments?.length || !field) return undefined;
    const hoist: Hoist = { field, node, variables: {} };
    const args = node.arguments.map((argument): ArgumentNode => {
      const name = `${prefix}${added.length}`;
      hoist.variables[argument.name.value] = name;
      const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
      const type = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: HOISTED.name } } as const;
      added.push({ kind: Kind.VARIABLE_DEFINITION, variable, type });
      return { ...argument, value: { ...variable, loc: argument.value.loc } };
    });
    hoists.push(hoist);
    return { ...node, arguments: args };
  };
  const without = visit(document, visitWithTypeInfo(typeInfo, { Field: { leave: hoistFrom } }));
  const booleans = definitions
    .filter(({ type }) => getNamedType(typeFromAST(schema, type as never)) === GraphQLBoolean)
    .map((definition) => ({ ...definition, defaultValue: undefined }));
  const hoisted: DocumentNode = {
    ...without,
    definitions: without.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? { ...definition, variableDefinitions: [...booleans, ...added] }
        : definition,
    ),
  };

  const valuesOf = (variables: Record<string, unknown>): Values => {
    const { coerced, errors } = getVariableValues(schema, definitions, variables);
    if (errors) return { values: {}, errors };
    const values = { ...coerced };
    try {
      for (const { field, node, variables: names } of hoists) {
        for (const [argument, value] of Object.entries(getArgumentValues(field, node, coerced))) {
          // Where the query does not give an argument, its default is what graphql-jit gives too.
          if (names[argument]) values[names[argument]] = value;
        }
      }
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { values: {}, errors: [badInput(error)] };
    }
    return { values };
  };
  // Given to request after request, so that none may change them.
  const constant = definitions.length === 0 ? freeze(valuesOf({})) : undefined;
  return { hoisted, valuesOf: constant ? () => constant : valuesOf };
}

const badInput = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT' } });

function freeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(Object.freeze(value)).forEach(freeze);
  }
  return value;
}
