import type { Question } from './csv-answers';
import { OBSERVATION_COLUMNS } from './tables';

const PARAMETERS = ['indicator', 'area', 'from', 'to', 'latest'] as const;

/** How figures are asked for by an address alone. */
export const FIGURES_HELP =
  'It takes indicator=CODE and area=CODE (again for more than one), from=2020-01-01, to=2024-12-31 and latest=true.';

/** The query that the parameters of an address stand for, or what is wrong with them. */
export function figuresQuestion(given: Record<string, unknown>): Question | { wrong: string } {
  for (const [name, value] of Object.entries(given)) {
    if (!PARAMETERS.includes(name as never)) return { wrong: `There is no parameter "${name}".` };
    if (name !== 'indicator' && name !== 'area' && typeof value !== 'string')
      return { wrong: `"${name}" stands there twice.` };
  }
  const { indicator, area, from, to, latest = 'false' } = given as Partial<Record<string, string>>;
  if (latest !== 'true' && latest !== 'false') return { wrong: `"latest" must be true or false, got "${latest}".` };
  return {
    query: `query ($filter: ObservationFilter) { observations(filter: $filter) { nodes { ${OBSERVATION_COLUMNS} } } }`,
    variables: {
      filter: {
        ...(indicator !== undefined && { indicators: [indicator].flat() }),
        ...(area !== undefined && { areas: [area].flat() }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        latestOnly: latest === 'true',
        missing: 'INCLUDE',
      },
    },
  };
}
