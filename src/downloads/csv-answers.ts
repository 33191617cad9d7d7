import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import type { Logger } from 'pino';
import { RETRY_AFTER } from '../database/unavailable';
import type { ViewDatabases } from '../database/view-databases';
import type { View } from '../graph/audience';
import { BadUserInput, errorFormatter } from '../graph/errors';
import { Executor } from '../graph/executor';
import type { Viewer } from '../identity/viewer';
import { callerOf } from '../limits/budgets';
import type { Limits } from '../limits/limits';
import { keepsToLimits } from '../limits/query-size';
import { REVISION_HEADER } from '../publications/reader-revision';
import { Table } from './columns';
import { csvHeader, csvLine } from './csv';
import { Busy, LongAnswers } from './long-answers';
import { QueryFailed, Snapshot } from './parts';

const TYPES = ['application/json', 'text/csv'];
/** What goes with every figure: it is added where a query does not ask for it. */
const PROVENANCE = ['source', 'licence'];

/** Whether a request would rather have CSV than JSON. */
export const wantsCsv = ({ headers: { accept } }: FastifyRequest): boolean =>
  accept !== undefined && accept.includes('text/csv') && negotiate(accept, TYPES) === 'text/csv';

/** A query as a request has it. */
export interface Question {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

interface CsvAnswersOptions {
  databases: ViewDatabases;
  schemaOf: (view: View) => GraphQLSchema;
  logger: Logger;
  limits: Limits;
}

/** Points that an answer takes, however long it is: what bounds it is how many there may be at a time. */
export const CSV_POINTS = 1_000;

/** Answers queries with CSV: all rows of the list that they ask for, however many, a part after the other. */
export class CsvAnswers {
  private readonly views = new Map<View, { schema: GraphQLSchema; executor: Executor }>();
  private readonly running: LongAnswers;

  constructor(private readonly options: CsvAnswersOptions) {
    this.running = new LongAnswers(options.limits);
  }

  /** Answers a request for /graphql. */
  async serve(request: FastifyRequest, reply: FastifyReply, viewer: Viewer): Promise<FastifyReply> {
    try {
      return await this.answer(questionOf(request), reply, viewer);
    } catch (error) {
      return this.refuse(reply, error);
    }
  }

  /** The same for a query of our own making. */
  async serveQuestion(question: Question, reply: FastifyReply, viewer: Viewer): Promise<FastifyReply> {
    try {
      return await this.answer(question, reply, viewer);
    } catch (error) {
      return this.refuse(reply, error);
    }
  }

  private async answer(
    { query, variables, operationName }: Question,
    reply: FastifyReply,
    viewer: Viewer,
  ): Promise<FastifyReply> {
    const { schema, executor } = this.viewOf(viewer.view);
    const { limits } = this.options;
    const document = withProvenance(parsed(query, limits.tokens));
    const errors = validate(schema, document, [...specifiedRules, keepsToLimits(limits)], {
      maxErrors: Math.max(1, limits.errors - 1),
    });
    if (errors.length > 0) throw new QueryFailed(errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')));
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) {
      throw new BadUserInput('CSV is the answer to one query: name it with "operationName" where there are several.');
    }
    const table = new Table(schema, document, operation, { lists: 1 });

    const stopCounting = this.running.begin(viewer.view, callerOf(viewer, reply.request.ip).join(' '));
    const snapshot = new Snapshot(executor, this.options.databases[viewer.view], viewer);
    let ended: Promise<void> | undefined;
    const end = (): Promise<void> => {
      if (!ended) stopCounting();
      return (ended ??= snapshot.end());
    };
    try {
      const revision = await snapshot.begin();
      const parts = snapshot.parts(document, { variables, operationName, listPath: table.listPath });
      // What is wrong with the query is found by its first part, and can still be said.
      const first = await parts.next();
      const text = async function* (): AsyncGenerator<string> {
        yield csvHeader(table.columns);
        for (let part = first; !part.done; part = await parts.next()) {
          yield table.rows(part.value).map(csvLine).join('');
        }
      };
      // All of it has been read, or nobody reads it any more.
      const body = this.running.streamOf(text()).once('close', () => void end());
      return reply
        .status(200)
        .type('text/csv; charset=utf-8; header=present')
        .headers({
          'content-disposition': `attachment; filename="register-revision-${revision}.csv"`,
          'cache-control': viewer.view === 'PUBLIC' ? 'no-cache' : 'private, no-store',
          vary: 'accept, accept-encoding, authorization',
          link: `</data/revisions/${revision}>; rel="cite-as", </data/revisions/${revision}/README.md>; rel="license"`,
          [REVISION_HEADER]: String(revision),
        })
        .send(body);
    } catch (error) {
      await end();
      throw error;
    }
  }

  private viewOf(name: View) {
    let view = this.views.get(name);
    if (!view) {
      const schema = this.options.schemaOf(name);
      this.views.set(name, (view = { schema, executor: new Executor(schema) }));
    }
    return view;
  }

  private refuse(reply: FastifyReply, error: unknown): FastifyReply {
    if (error instanceof Busy) void reply.header('retry-after', '30');
    const failures = error instanceof QueryFailed ? error.errors : [error];
    const format = errorFormatter(this.options.logger, this.options.limits);
    const errors = failures
      .map(ofVariable)
      .map((each) => format(each instanceof GraphQLError ? each.toJSON() : { message: '' }, each));
    const code = String(errors[0]!.extensions?.['code']);
    if (code === 'UNAVAILABLE') void reply.header('retry-after', RETRY_AFTER);
    const status = code === 'INTERNAL_SERVER_ERROR' ? 500 : ['BUSY', 'UNAVAILABLE'].includes(code) ? 503 : 400;
    return reply.status(status).header('cache-control', 'no-store').send({ errors });
  }
}

/** What is wrong with a variable has no code of its own yet. */
const ofVariable = (error: unknown): unknown =>
  error instanceof GraphQLError && error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION
    ? coded(error, 'BAD_USER_INPUT')
    : error;

function parsed(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (error) {
    throw new QueryFailed([coded(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')]);
  }
}

function coded({ message, nodes }: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { code } });
}

function questionOf({ method, query, body }: FastifyRequest): Question {
  const asked = ((method === 'GET' ? query : body) ?? {}) as Record<string, unknown>;
  const { query: text, operationName } = asked;
  if (typeof text !== 'string' || text === '') throw new BadUserInput('"query" is missing: the GraphQL query.');
  return {
    query: text,
    variables: variablesOf(asked['variables']),
    operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
  };
}

function variablesOf(given: unknown): Record<string, unknown> | undefined {
  let variables = given;
  if (typeof given === 'string' && given !== '') {
    try {
      variables = JSON.parse(given);
    } catch {
      throw new BadUserInput('"variables" must be a JSON object.');
    }
  }
  if (variables === null || variables === undefined || variables === '') return undefined;
  if (typeof variables !== 'object' || Array.isArray(variables)) {
    throw new BadUserInput('"variables" must be a JSON object.');
  }
  return variables as Record<string, unknown>;
}

/** Has figures come with their source and licence, as columns at the end, where the query does not ask for them. */
function withProvenance(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (node) => {
      if (node.name.value !== 'observations' || !node.selectionSet) return undefined;
      return visit(node, {
        Field: (nodes) => {
          if (nodes.name.value !== 'nodes' || !nodes.selectionSet) return undefined;
          const selected = new Set(
            nodes.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? each.name.value : '')),
          );
          const missing = PROVENANCE.filter((name) => !selected.has(name));
          const added = missing.map((value): FieldNode => ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value } }));
          const selections = [...nodes.selectionSet.selections, ...added];
          return { ...nodes, selectionSet: { ...nodes.selectionSet, selections } };
        },
      });
    },
  });
}
