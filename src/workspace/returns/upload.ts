import { ViewerRole } from '../../identity/viewer';
import { MovedTo, NothingThere } from '../../site/site-page';
import type { Fields, Problem } from '../fields';
import { type Form, type UserProblem, workPage } from '../work-page';

interface Indicator {
  code: string;
  name: string;
  unit: string;
  collectedByReturn: boolean;
}

const INDICATORS = 'indicators(first: 100, orderBy: { field: CODE }) { nodes { code name unit collectedByReturn } }';
export const collected = (indicators: { nodes: Indicator[] }): Indicator[] =>
  indicators.nodes.filter(({ collectedByReturn }) => collectedByReturn);

export interface IndicatorsAnswer {
  indicators: { nodes: Indicator[] };
}
export const indicatorsQuery = `query FiguresToReturn { ${INDICATORS} }`;

/** The text of the file that was chosen; what is no text is a problem. */
function readFile(fields: Fields): string {
  const text = fields.files['file'];
  if (text === null) {
    fields.problem('file', 'The file must be text in UTF-8: in the spreadsheet, save it as “CSV UTF-8”');
  } else if (text === undefined || text === '') {
    fields.problem('file', 'Choose the file with the figures');
  }
  return text ?? '';
}

/** What the graph says of a row begins with where it is, which the field says as well: `line 3, value "12a": expected …`. */
const PLACE = /^line \d+(?:, \w+ ("(?:[^"\\]|\\.)*"))?: /;

/** What is wrong with a row of the file, in parts. */
export function problemInFile({ field, message }: UserProblem): Problem | undefined {
  const [, line, column = ''] = field;
  if (line === undefined) return undefined;
  const [place = '', value = '""'] = PLACE.exec(message) ?? [];
  const text = message.slice(place.length);
  const said = JSON.parse(value) as string;
  return {
    field: 'file',
    text: text.charAt(0).toUpperCase() + text.slice(1),
    row: { line: Number(line), column, value: said },
  };
}

const UPLOAD = {
  made: 'dataReturn',
  selection: 'id version status',
  labels: { csv: 'The file' },
  fieldOf: () => 'file',
  problemInFile,
};

const save: Form<IndicatorsAnswer> = {
  ...UPLOAD,
  mutation: 'submitObservations',
  read: (fields) => ({ csv: readFile(fields) }),
  next: ({ id }) => `/work/figures/${id}?done=submitted`,
};

/** The page on which a file of figures is handed in. */
export const newFigures = workPage<IndicatorsAnswer>({
  path: '/work/figures/new',
  views: ['COUNCIL'],
  role: ViewerRole.SUBMITTER,
  query: () => indicatorsQuery,
  template: 'workspace/returns/upload.njk',
  values: ({ indicators }) => ({
    title: 'Upload figures',
    backLink: { text: 'Figures', href: '/work/figures' },
    indicators: collected(indicators),
    note: '',
  }),
  forms: { save },
});

interface AmendAnswer extends IndicatorsAnswer {
  node: {
    id: string;
    version: number;
    organisation: { code: string };
    availableTransitions: string[];
    reviewNotes: { text: string }[];
  } | null;
}

/** The page on which figures that were returned are handed in again. */
export const amendFigures = workPage<AmendAnswer>({
  path: '/work/figures/:id/amend',
  views: ['COUNCIL'],
  role: ViewerRole.SUBMITTER,
  query: () => `query AmendFigures($id: ID!) {
  ${INDICATORS}
  node(id: $id) { ... on DataReturn { id version organisation { code } availableTransitions reviewNotes { text } } }
}`,
  variables: ({ asked }) => ({ id: asked.part('id') }),
  template: 'workspace/returns/upload.njk',
  values: ({ indicators, node }, { viewer }) => {
    if (node?.organisation?.code !== viewer.organisation!.code) throw new NothingThere();
    if (!node.availableTransitions.includes('AMEND')) throw new MovedTo(`/work/figures/${node.id}`);
    return {
      title: 'Upload the figures again',
      backLink: { text: 'The return', href: `/work/figures/${node.id}` },
      indicators: collected(indicators),
      note: node.reviewNotes.at(-1)?.text ?? '',
    };
  },
  forms: {
    save: {
      ...UPLOAD,
      mutation: 'amendDataReturn',
      version: ({ node }) => node!.version,
      read: (fields, { node }) => ({ id: node!.id, csv: readFile(fields) }),
      next: ({ id }) => `/work/figures/${id}?done=submitted`,
    },
  },
});
