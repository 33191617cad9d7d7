import type { FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, type GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { ViewDatabases } from '../database/view-databases';
import type { View } from '../graph/audience';
import { Context } from '../graph/context';
import { errorFormatter } from '../graph/errors';
import { GraphClient } from '../graph/graph-client';
import type { Viewer } from '../identity/viewer';
import type { Admit } from '../limits/admission';
import { LEAST_POINTS, takeRest } from '../limits/admission';
import type { Account } from '../limits/budgets';
import { OperationCost } from '../limits/cost';
import { Deadline } from '../limits/deadline';
import type { Limits } from '../limits/limits';
import { noteErrors } from '../operations/observe-requests';
import { KeyUsedBefore } from '../writes/perform';
import { formTokenOf, type Session } from './sign-in/sessions';

/** The graph has refused what a page asked, in words for whoever asked. */
export class GraphRefused extends Error {
  constructor(
    message: string,
    /** As in `extensions.code`. */
    readonly code: string,
    /** The version there is, of a CONFLICT. */
    readonly currentVersion?: number,
    /** Whether the form was sent before, with something else in it. */
    readonly wasSentBefore = false,
  ) {
    super(message);
  }
}

/** Who asks for a page, and the graph as they are served it. */
export interface Caller {
  viewer: Viewer;
  /** How their provider calls them. */
  name: string;
  formToken: string;
  /** The most that they can send at once. */
  mostBytes: number;
  ask<Answer>(text: string, variables?: Record<string, unknown>): Promise<Answer>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who has signed in, once that is known; in the pages for those who have. */
    caller?: Caller;
  }
}

interface CallersOptions {
  databases: ViewDatabases;
  schemaOf: (view: View) => GraphQLSchema;
  admit: Admit;
  limits: Limits;
  logger: Logger;
}

/** Makes callers of sessions: each is whoever a program with the same access token would be, and is limited as that is. */
export class Callers {
  private readonly clients = new Map<View, GraphClient>();
  private readonly costs = new Map<string, OperationCost>();
  private readonly format: ReturnType<typeof errorFormatter>;

  constructor(private readonly options: CallersOptions) {
    this.format = errorFormatter(options.logger, options.limits);
  }

  /** Throws Unauthenticated where the session's token is taken no longer, and RateLimited. */
  async of(session: Session, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
    const headers = { authorization: `Bearer ${session.content.accessToken}` };
    const { viewer, account } = await this.options.admit({ headers, ip: request.ip });
    request.facts.viewer = viewer;
    return {
      viewer,
      name: session.content.name,
      formToken: formTokenOf(session),
      mostBytes: this.options.limits.bodyBytes,
      ask: <Answer>(text: string, variables: Record<string, unknown> = {}) =>
        this.ask(viewer, account, request, reply, text, variables) as Promise<Answer>,
    };
  }

  private async ask(
    viewer: Viewer,
    account: Account,
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
    variables: Record<string, unknown>,
  ): Promise<unknown> {
    const client = this.clientOf(viewer.view);
    const operation = getOperationAST(client.documentOf(text))!;
    const points = this.costOf(client, text, viewer.view).of(variables)?.points ?? LEAST_POINTS;
    takeRest(account, points);
    const context = new Context(
      this.options.databases[viewer.view],
      viewer,
      undefined,
      undefined,
      undefined,
      request.facts,
    );
    const deadline = new Deadline(this.options.limits.requestMilliseconds, reply.raw, () => false);
    context.deadline = deadline;
    if (operation.operation === OperationTypeNode.QUERY) deadline.followClient();
    try {
      const { data, errors } = await deadline.race(client.run(text, variables, context));
      if (errors?.[0]) this.refuse(errors, request);
      return data;
    } finally {
      deadline.end();
    }
  }

  private refuse(errors: readonly GraphQLError[], { facts }: FastifyRequest): never {
    const formatted = errors.map((error) => this.format(error.toJSON(), error));
    noteErrors(facts, formatted);
    const { message, extensions = {} } = formatted[0]!;
    const code = extensions['code'] as string;
    const wasSentBefore = errors[0]!.originalError instanceof KeyUsedBefore;
    throw new GraphRefused(message, code, extensions['currentVersion'] as number | undefined, wasSentBefore);
  }

  private clientOf(view: View): GraphClient {
    let client = this.clients.get(view);
    if (!client) {
      const { databases, schemaOf } = this.options;
      this.clients.set(view, (client = new GraphClient(databases[view], schemaOf(view))));
    }
    return client;
  }

  private costOf(client: GraphClient, text: string, view: View): OperationCost {
    const key = `${view} ${text}`;
    let cost = this.costs.get(key);
    if (!cost) {
      const document = client.documentOf(text);
      this.costs.set(key, (cost = new OperationCost(client.schema, document, getOperationAST(document)!)));
    }
    return cost;
  }
}
