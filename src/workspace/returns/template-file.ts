import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ViewerRole } from '../../identity/viewer';
import { csvLine } from '../../downloads/csv';
import { NothingThere } from '../../site/site-page';
import type { Caller } from '../caller';
import { collected, type IndicatorsAnswer, indicatorsQuery } from './upload';

const COLUMNS = ['indicator_code', 'period', 'value', 'lower_ci', 'upper_ci', 'marker', 'note', 'nothing_to_report'];

type SignedIn = (
  work: (caller: Caller, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Serves a file to fill in with figures: the columns, and a row for each indicator that is collected. */
export function serveTemplate(app: FastifyInstance, signedIn: SignedIn): void {
  app.get(
    '/work/figures/template.csv',
    signedIn(async (caller, _request, reply) => {
      const { viewer } = caller;
      if (viewer.view !== 'COUNCIL' || !viewer.roles.includes(ViewerRole.SUBMITTER)) throw new NothingThere();
      const { indicators } = await caller.ask<IndicatorsAnswer>(indicatorsQuery);
      const rows = collected(indicators).map(({ code }) => csvLine([code, ...COLUMNS.slice(1).map(() => null)]));
      return reply
        .header('content-disposition', 'attachment; filename="figures.csv"')
        .type('text/csv; charset=utf-8; header=present')
        .send(csvLine(COLUMNS) + rows.join(''));
    }),
  );
}
