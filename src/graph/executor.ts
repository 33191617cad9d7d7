import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { GraphQLLocalDate } from 'graphql-scalars';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { measureQuery } from '../limits/query-size';
import { traced } from '../operations/tracing';
import type { Context } from './context';
import { hoistArguments, knowHoisted } from './hoist-arguments';
import { guardExecution } from './jit-guard';
import { JsonAnswers } from './json/json-answers';

/** Bytes of compiled queries that are kept for each view, about: with those of all views less than half of the heap. */
const KEPT_BYTES = 40_000_000;
/** What a query takes however short it is, with the statements that JsonAnswers keeps of it. */
const BYTES_OF_ANY = 50_000;
/** What each of its fields takes, with those of fragments counted in each place that names them: measured, 5 to 6 kB. */
const BYTES_OF_A_FIELD = 6_000;

/** Days are the text that PostgreSQL writes of a `date`: nothing is left to look at. */
const AS_READ = { [GraphQLLocalDate.name]: (day: unknown) => day };

type Result = ExecutionResult | Promise<ExecutionResult>;
type Run = (context: unknown, variables: Record<string, unknown>) => Result;

/**
 * Runs the queries of a view by functions that graphql-jit compiles them into: a query is compiled once, and then runs
 * several times as fast as graphql-js interprets it. What is compiled holds nothing of the caller's but names: the values
 * of arguments are taken out first (see hoist-arguments.ts).
 */
export class Executor {
  private readonly compiled = new LRUCache<string, Run>({ maxSize: KEPT_BYTES });
  private readonly schema: GraphQLSchema;

  constructor(
    schema: GraphQLSchema,
    /** Whether the data of an answer may be text, JsonData. */
    private readonly asText = false,
  ) {
    guardExecution();
    this.schema = knowHoisted(schema);
  }

  /** What runs a query, which must have been found valid. */
  prepare(source: string, document: DocumentNode, operationName: string | null | undefined): Run {
    const key = `${operationName ?? ''}\n${source}`;
    let run = this.compiled.get(key);
    if (!run) {
      run = this.compile(document, operationName);
      const size = key.length + BYTES_OF_ANY + BYTES_OF_A_FIELD * measureQuery(document).fields!;
      this.compiled.set(key, run, { size });
    }
    return run;
  }

  private compile(document: DocumentNode, operationName: string | null | undefined): Run {
    const interpret: Run = (contextValue, variableValues) =>
      execute({ schema: this.schema, document, operationName, contextValue, variableValues });
    const operation = getOperationAST(document, operationName);
    // There is none of that name, or none is named where there are several: graphql-js says which.
    if (!operation) return interpret;
    const { hoisted, valuesOf } = hoistArguments(this.schema, document, operation);
    // An answer of graphql-jit is a common object, on which this name is not one like others.
    if (document.loc?.source.body.includes('__proto__')) return interpret;
    let query: CompiledQuery | ExecutionResult | undefined;
    const json = this.asText
      ? new JsonAnswers(this.schema, hoisted, getOperationAST(hoisted, operationName)!)
      : undefined;
    return (context, variables) => {
      const { values, errors } = valuesOf(variables);
      if (errors) return { errors };
      const answer = json?.answer(context as Context, values);
      if (answer) return answer;
      // Only now: where PostgreSQL makes the answer, what takes longest of a new query would be for nothing.
      query ??= compileQuery(this.schema, hoisted, operationName ?? undefined, { customSerializers: AS_READ });
      if (!isCompiledQuery(query)) return interpret(context, variables);
      const result = query.query(undefined, context, values);
      return result instanceof Promise ? result.then(withErrors) : withErrors(result);
    };
  }
}

/** The errors of graphql-jit as graphql-js would make them: its own cannot be changed by those who format them. */
function withErrors(result: ExecutionResult): ExecutionResult {
  if (!result.errors) return result;
  const errors = result.errors.map(({ message, path, originalError, locations }) =>
    Object.defineProperty(new GraphQLError(message, { path, originalError }), 'locations', {
      value: locations,
      enumerable: locations !== undefined,
    }),
  );
  return { ...result, errors };
}

/** The executor as Apollo takes one: in the place of a gateway's. It reports so many errors at most, and counts the rest. */
export function executeWith(schema: GraphQLSchema, mostErrors: number): GatewayInterface {
  const executor = new Executor(schema, true);
  const run: GatewayExecutor = async ({ source, document, request, context }) => {
    const { deadline } = context as Context;
    const result = executor.prepare(source, document, request.operationName)(context, request.variables ?? {});
    const made = result instanceof Promise && deadline ? await deadline.race(result) : await result;
    const { errors } = made;
    if (!errors || errors.length <= mostErrors) return made as never;
    const extensions = { errors: { reported: mostErrors, all: errors.length } };
    return { ...made, errors: errors.slice(0, mostErrors), extensions } as never;
  };
  const execute: GatewayExecutor = (options) => traced('graphql.execute', () => run(options));
  return {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: () => Promise.resolve({ executor: execute }),
    stop: () => Promise.resolve(),
  };
}
