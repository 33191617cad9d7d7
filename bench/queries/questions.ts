import { encodeCursor } from '../../src/graph/cursor';
import { asOwner } from '../database/bench-database';
import { inOneShape } from '../equality';
import { askForData, type Target } from '../load';
import { POSTGRAPHILE, POSTGRAPHILE_CURSOR, REGISTER } from './texts';

/** One question, in the words of each server. Bodies are asked in turn, and those at one index mean the same. */
export interface Question {
  name: string;
  title: string;
  /** How many levels it reads: fields that lead to rows of a table. A statement each is the most it may cost. */
  levels: number;
  register: object[];
  limit: object[];
  /** PostGraphile's cursors are its own, so it is asked for them. */
  postgraphile(server: Target): Promise<object[]>;
}

/** A new unitary council with predecessors, a borough with all series, and a district with a county over it. */
const COUNCILS = ['E06000063', 'E08000004', 'E07000070'];
const LATEST_OF = 'wellbeing_anxiety';
const PAGED = 'claimant_count';
const PAGE = 100;
const FAR = 1000;

interface Row {
  period_end: string;
  period_start: string;
  indicator_id: number;
  area_id: number;
}

/** Makes the questions for a database: which page is far depends on how many there are. */
export async function makeQuestions(url: string): Promise<Question[]> {
  const { indicatorId, pages, last } = await asOwner(url, async (owner) => {
    const { rows } = await owner.query<{ paged: number; latest: number }>(
      `select (select count(*)::int4 from observation join indicator on indicator.id = indicator_id where code = $1) as paged,
         (select id from indicator where code = $2) as latest`,
      [PAGED, LATEST_OF],
    );
    const far = Math.min(FAR, Math.floor(rows[0]!.paged / PAGE));
    const { rows: before } = await owner.query<Row>(
      `select period_end::text, period_start::text, indicator_id, area_id from observation
       where indicator_id = (select id from indicator where code = $1)
       order by observation.period_end desc, observation.period_start desc, indicator_id desc, area_id desc offset $2 limit 1`,
      [PAGED, (far - 1) * PAGE - 1],
    );
    return { indicatorId: rows[0]!.latest, pages: far, last: before[0]! };
  });
  const key = [last.period_end, last.period_start, last.indicator_id, last.area_id];
  const same = (bodies: object[]) => (): Promise<object[]> => Promise.resolve(bodies);
  return [
    {
      name: 'A',
      title: 'recommendations, roll-up, first five assignments',
      levels: 4,
      register: [{ query: REGISTER.A }],
      limit: [{ name: 'A' }],
      postgraphile: same([{ query: POSTGRAPHILE.A }]),
    },
    {
      name: 'B',
      title: 'recommendations, actions, latest two updates',
      levels: 4,
      register: [{ query: REGISTER.B }],
      limit: [{ name: 'B' }],
      postgraphile: same([{ query: POSTGRAPHILE.B }]),
    },
    {
      name: 'C',
      title: '50 councils, latest five observations of one indicator',
      levels: 2,
      register: [{ query: REGISTER.C, variables: { indicator: LATEST_OF } }],
      limit: [{ name: 'C', values: [LATEST_OF] }],
      // Its lists are narrowed by columns of their own table alone, so it is given the id of the indicator.
      postgraphile: same([{ query: POSTGRAPHILE.C, variables: { indicatorId } }]),
    },
    {
      name: 'D',
      title: "a council's page",
      levels: 12,
      register: COUNCILS.map((gssCode) => ({ query: REGISTER.D, variables: { gssCode } })),
      limit: COUNCILS.map((gssCode) => ({ name: 'D', values: [gssCode] })),
      postgraphile: same(COUNCILS.map((gssCode) => ({ query: POSTGRAPHILE.D, variables: { gssCode } }))),
    },
    {
      name: 'E1',
      title: 'observations filtered and sorted, 100 rows, page 1',
      levels: 2,
      register: [{ query: REGISTER.E, variables: { indicator: PAGED } }],
      limit: [{ name: 'E1', values: [PAGED] }],
      postgraphile: same([{ query: POSTGRAPHILE.E, variables: { indicator: PAGED } }]),
    },
    {
      name: 'E1000',
      title: `the same, page ${pages}${pages < FAR ? ' (the last full one: there is no page 1,000 at this scale)' : ''}`,
      levels: 2,
      register: [
        { query: REGISTER.E, variables: { indicator: PAGED, after: encodeCursor('PERIOD DESC', key.map(String)) } },
      ],
      limit: [{ name: 'E1000', values: [PAGED, ...key] }],
      postgraphile: async (server) => {
        const variables = { indicator: PAGED, offset: (pages - 1) * PAGE - 1 };
        const { observations } = inOneShape(await askForData(server, { query: POSTGRAPHILE_CURSOR, variables })) as {
          observations: { pageInfo: { endCursor: string } };
        };
        const after = observations.pageInfo.endCursor;
        return [{ query: POSTGRAPHILE.E, variables: { indicator: PAGED, after } }];
      },
    },
  ];
}
