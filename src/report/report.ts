import type {
  ComparisonsAnswer,
  CouncilAnswer,
  CouncilRow,
  NationalAnswer,
  PageAnswer,
  RecommendationRow,
  State,
} from './answers';
import { UserError } from '../user-error';
import { councilPage } from './council-page';
import type { GraphClient } from '../graph/graph-client';
import { nationalPage } from './national-page';
import { COMPARISONS, COUNCIL, COUNCILS, NATIONAL, RECOMMENDATIONS, REVISION, STATE } from './queries';

const TRIES = 3;

/** Makes the report of a year: of the nation, or of one council. */
export async function makeReport(graph: GraphClient, year: number, gssCode?: string): Promise<string> {
  // It takes several queries: a report of two revisions would not add up.
  for (let attempt = 1; ; attempt++) {
    const before = await revisionOf(graph);
    const made = await (gssCode === undefined ? makeNational(graph, year) : makeCouncil(graph, year, gssCode));
    if ((await revisionOf(graph)) === before) return made;
    if (attempt === TRIES) {
      throw new UserError('The register was published to again and again while the report was made. Try again later.');
    }
  }
}

const revisionOf = async (graph: GraphClient): Promise<number> =>
  (await graph.query<{ register: { revision: number } }>(REVISION)).register.revision;

const stateOf = async (graph: GraphClient, year: number): Promise<State> =>
  (await graph.query<{ stateOfCohesion: State }>(STATE, { year })).stateOfCohesion;

async function makeNational(graph: GraphClient, year: number): Promise<string> {
  const state = await stateOf(graph, year);
  const asOf = state.progressAsOf;
  const answer = await graph.query<NationalAnswer>(NATIONAL, { asOf });
  const recommendations = await everyPage<RecommendationRow>(graph, RECOMMENDATIONS, asOf);
  const councils = await everyPage<CouncilRow>(graph, COUNCILS, asOf);
  // The graph orders organisations by their full names, in which some are cities and royal boroughs first.
  councils.sort((one, other) => one.council.name.localeCompare(other.council.name, 'en-GB'));
  const { revision, publishedAt } = answer.register;
  return nationalPage({ state, answer, recommendations, councils, revision, publishedAt, madeAt: new Date() });
}

async function everyPage<Row>(graph: GraphClient, query: string, asOf: string | null): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  do {
    const { page }: PageAnswer<Row> = await graph.query<PageAnswer<Row>>(query, { after, asOf });
    rows.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return rows;
}

async function makeCouncil(graph: GraphClient, year: number, gssCode: string): Promise<string> {
  const state = await stateOf(graph, year);
  const { council, register } = await graph.query<CouncilAnswer>(COUNCIL, { gssCode, asOf: state.progressAsOf });
  if (!council) {
    throw new UserError(
      `--council: the register has no council with the GSS code "${gssCode}". Codes look like E08000004 (Oldham); the query { councils(filter: { search: "oldham" }) { nodes { gssCode name } } } finds them.`,
    );
  }
  const compared = await graph.query<ComparisonsAnswer>(COMPARISONS, { gssCode, until: state.figuresUntil });
  const comparisons = compared.council.comparisons.nodes;
  return councilPage({ state, council, comparisons, ...register, madeAt: new Date() });
}
