import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  locatedError,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fromWhere } from '../../database/readers';
import type { Context } from '../context';
import { rowsOf, selected } from '../fold';
import { Parameters } from '../list';
import type { RootReads } from '../reads';
import { fromRows, type Making, NeedsResolvers, newRows, objectOf, setsOf } from './json-object';

/** The data of an answer as JSON that PostgreSQL has made: it goes out as it is. */
export class JsonData {
  constructor(readonly text: string) {}
}

/** The text of an answer. */
export const stringifyAnswer = (result: FormattedExecutionResult): string =>
  result.data instanceof JsonData ? `{"data":${result.data.text}}\n` : `${JSON.stringify(result)}\n`;

interface Statement {
  responseName: string;
  nodes: readonly FieldNode[];
  isNonNull: boolean;
  sql: string;
  values: unknown[];
}

/** How much a query keeps of its statements and of the values of its variables that they are for, in characters. */
const KEPT_CHARACTERS = 50_000;

/**
 * Has PostgreSQL make the whole answer of a query, as text, where nothing in it needs a resolver: then no row is read into
 * objects, and no object is written to JSON again, which takes longer than all else. What a query asks for has the same
 * declarations (reads.ts) as where rows are folded; a statement answers a root field.
 */
export class JsonAnswers {
  private readonly kept = new LRUCache<string, { statements: Statement[] | undefined }>({
    maxSize: KEPT_CHARACTERS,
    // Values stand in the key, and among those of the statements.
    sizeCalculation: ({ statements = [] }, key) =>
      1 + 2 * key.length + statements.reduce((sum, { sql }) => sum + sql.length, 0),
  });
  private readonly fragments: Record<string, FragmentDefinitionNode> = {};
  private neverMakes = false;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.fragments[definition.name.value] = definition;
    }
    if (operation.operation !== OperationTypeNode.QUERY) this.neverMakes = true;
    // Whether a field is in the answer would depend on a variable.
    visit(document, { Directive: () => void (this.neverMakes = true) });
  }

  /** The answer; undefined where the query, or the values given, need resolvers. */
  answer(context: Context, values: Record<string, unknown>): Promise<ExecutionResult> | undefined {
    if (this.neverMakes) return undefined;
    const key = JSON.stringify(values);
    let kept = this.kept.get(key);
    if (!kept) this.kept.set(key, (kept = { statements: this.make(context, values) }));
    return kept.statements && this.run(context, kept.statements);
  }

  private make(context: Context, variableValues: Record<string, unknown>): Statement[] | undefined {
    const info = { schema: this.schema, fragments: this.fragments, variableValues };
    const fields = this.schema.getQueryType()!.getFields();
    try {
      return [...selected([this.operation.selectionSet], info)].map(([responseName, nodes]) => {
        const field = fields[nodes[0]!.name.value];
        const parameters = new Parameters();
        const sql = rootOf({ context, info, parameters, counts: new Map() }, field, nodes);
        const isNonNull = isNonNullType(field!.type);
        return { responseName, nodes, isNonNull, sql: `select ${sql} as json`, values: parameters.values };
      });
    } catch (error) {
      if (error instanceof NeedsResolvers) {
        this.neverMakes ||= !error.dependsOnValues;
        return undefined;
      }
      // What is wrong with a value is said by the resolver that it is for.
      if (error instanceof GraphQLError) return undefined;
      throw error;
    }
  }

  private async run(context: Context, statements: readonly Statement[]): Promise<ExecutionResult> {
    const errors: GraphQLError[] = [];
    let isNull = false;
    const { database } = context;
    const texts = await Promise.all(
      statements.map(async ({ responseName, nodes, isNonNull, sql, values }) => {
        try {
          const [row] = await database.rows<{ json: string | null }>(sql, values);
          return `"${responseName}":${row!.json ?? 'null'}`;
        } catch (error) {
          errors.push(locatedError(error, nodes, [responseName]));
          isNull ||= isNonNull;
          return `"${responseName}":null`;
        }
      }),
    );
    const text = `{${texts.join(',')}}`;
    if (errors.length === 0) return { data: new JsonData(text) as never };
    return { errors, data: isNull ? null : (JSON.parse(text) as Record<string, unknown>) };
  }
}

/** SQL of what a root field answers. */
function rootOf(
  making: Making,
  field: GraphQLField<unknown, unknown> | undefined,
  nodes: readonly FieldNode[],
): string {
  const reads = field?.extensions['rootReads'] as RootReads | undefined;
  if (!reads || !field!.extensions['isOpen']) throw new NeedsResolvers();
  const args = getArgumentValues(field!, nodes[0]!, making.info.variableValues);
  if (args['asOf'] != null) throw new NeedsResolvers(true);
  const type = getNamedType(field!.type);
  if ('list' in reads) return reads.list.json(making, '0', type, args, nodes, 0);

  const { entity, lookup } = reads.row;
  const rows = newRows(making, 0);
  const object = objectOf(making, entity, type, setsOf(nodes), rows);
  const sought = making.parameters.add(args[reads.by], lookup.type);
  const from = `${fromWhere(making.context.view.table(entity), lookup, sought)} limit 1`;
  return fromRows(making, object, rowsOf(rows, from, making.parameters), rows);
}
