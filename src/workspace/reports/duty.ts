import { idOf } from '../../graph/node';
import { ViewerRole } from '../../identity/viewer';
import { delivery, phrase } from '../../report/words';
import { NothingThere } from '../../site/site-page';
import { type Column, tableView } from '../../site/table';
import { dueText } from '../../site/words';
import { type At, EVERYBODY, workPage } from '../work-page';

/** What a report is on: one recommendation for one body, or an action of one. */
export interface Duty {
  __typename: 'Assignment' | 'Action';
  recommendation?: { code: string; title: string; summary: string };
  dutyBearer?: { code: string; name: string };
  owner?: { code: string; name: string };
  code?: string;
  title?: string;
  response?: string;
  deliveryStatus?: string | null;
  actionStatus?: string;
  dueOn: string | null;
  isOverdue?: boolean;
}

export const DUTY = `__typename
  ... on Assignment { recommendation { code title summary } dutyBearer { code name } response deliveryStatus dueOn isOverdue }
  ... on Action { code title owner { code name } actionStatus: deliveryStatus dueOn }`;

/** How to find what a page is about, by the code in its address. */
export const KINDS = {
  recommendations: {
    typeName: 'Assignment' as const,
    idOf: ({ asked, viewer }: At): string => idOf('Assignment', `${asked.part('code')}:${viewer.organisation!.code}`),
    input: (code: string) => ({ recommendationCode: code }),
  },
  actions: {
    typeName: 'Action' as const,
    idOf: ({ asked }: At): string => idOf('Action', asked.part('code')),
    input: (code: string) => ({ actionCode: code }),
  },
};
export type Kind = keyof typeof KINDS;

/** The duty as far as it is the viewer's own; for what is not there is nothing. */
export function ownDuty(node: Duty | null, { viewer }: At): Duty {
  const owner = node?.dutyBearer ?? node?.owner;
  if (!node || owner?.code !== viewer.organisation!.code) throw new NothingThere();
  return node;
}

export const nameOfDuty = ({ recommendation, code, title }: Duty): string =>
  recommendation ? `${recommendation.code} ${recommendation.title}` : `${code} ${title}`;
export const addressOfDuty = ({ recommendation, code }: Duty): string =>
  recommendation ? `/work/recommendations/${recommendation.code}` : `/work/actions/${code}`;

interface Report {
  id: string;
  status: string;
  periodStart: string;
  periodEnd: string;
}

interface Answer {
  node: (Duty & { progressUpdates: { nodes: Report[] } }) | null;
}

const REPORTS = 'progressUpdates(first: 50) { nodes { id status periodStart periodEnd } }';
const query = `query Duty($id: ID!) {
  node(id: $id) { ${DUTY} ... on Assignment { ${REPORTS} } ... on Action { ${REPORTS} } }
}`;

const COLUMNS: readonly Column<Report>[] = [
  {
    name: 'period',
    heading: 'Period',
    value: (each) => `${dueText(each.periodStart)} to ${dueText(each.periodEnd)}`,
    href: ({ id }) => `/work/reports/${id}`,
  },
  { name: 'status', heading: 'Status', value: ({ status }) => phrase(status) },
];

/** What a body is asked to act on or has taken on, and what it has reported of that. */
const dutyPage = (kind: Kind) =>
  workPage<Answer>({
    path: `/work/${kind}/:code`,
    views: EVERYBODY,
    query: () => query,
    variables: (at) => ({ id: KINDS[kind].idOf(at) }),
    template: 'workspace/reports/duty.njk',
    values: ({ node }, at) => {
      ownDuty(node, at);
      const duty = node!;
      return {
        title: nameOfDuty(duty),
        caption: duty.recommendation ? 'Recommendation' : 'Action',
        backLink: { text: 'Reports', href: '/work/reports' },
        summary: duty.recommendation?.summary ?? '',
        publicHref: duty.recommendation ? `/recommendations/${duty.recommendation.code}` : '/action-plan',
        response: duty.response === undefined ? '' : phrase(duty.response),
        published: delivery(duty.deliveryStatus ?? duty.actionStatus ?? null),
        due: dueText(duty.dueOn, duty.isOverdue),
        newHref: at.viewer.roles.includes(ViewerRole.SUBMITTER) ? `${addressOfDuty(duty)}/report` : '',
        reports: tableView(
          { id: 'reports', caption: 'Your reports on it', columns: COLUMNS, rows: duty.progressUpdates.nodes },
          at.asked,
          'nowhere',
        ),
      };
    },
  });

export const duty = [dutyPage('recommendations'), dutyPage('actions')];
