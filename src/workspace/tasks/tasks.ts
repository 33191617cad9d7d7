import type { Viewer } from '../../identity/viewer';
import { PAGE_INFO, type PageInfo, PAGING, pagingVariables, paginationView, PART } from '../../site/paging';
import { dueText } from '../../site/words';
import { waited } from '../words';
import { EVERYBODY, workPage } from '../work-page';

interface Named {
  code: string;
  title: string;
}

interface Subject {
  __typename: string;
  id: string;
  recommendation?: Named | null;
  assignment?: { recommendation: Named } | null;
  action?: Named | null;
  ofAction?: Named;
  answers?: { recommendation: Named };
  code?: string;
  title?: string;
}

interface Task {
  kind: string;
  dueOn: string | null;
  since: string | null;
  organisation: { name: string };
  subject: Subject | null;
}

interface Draft {
  id: string;
  periodStart: string;
  periodEnd: string;
  assignment: { recommendation: Named } | null;
  action: Named | null;
}

interface Answer {
  myTasks: { totalCount: number; pageInfo: PageInfo; nodes: Task[] };
  drafts: { totalCount: number; nodes: Draft[] };
}

const query = ({ organisation }: Viewer): string => `query MyTasks(${PAGING}) {
  myTasks(${PART}) {
    ${PAGE_INFO}
    nodes {
      kind dueOn since organisation { name }
      subject {
        __typename id
        ... on Assignment { recommendation { code title } }
        ... on Action { code title }
        ... on Milestone { code title ofAction: action { code title } }
        ... on ProgressUpdate { assignment { recommendation { code title } } action { code title } }
        ... on DueDateRequest { assignment { recommendation { code title } } action { code title } }
        ... on RecommendationResponse { answers: assignment { recommendation { code title } } }
      }
    }
  }
  drafts: progressUpdates(first: 20, filter: { statuses: [DRAFT], organisations: ["${organisation!.code}"] }) {
    totalCount nodes { id periodStart periodEnd assignment { recommendation { code title } } action { code title } }
  }
}`;

const nameOf = ({ code, title }: Named): string => `${code} ${title}`;

/** What something is about, which is a recommendation or an action. */
export const aboutOf = (work: { assignment?: { recommendation: Named } | null; action?: Named | null }): string =>
  work.assignment ? nameOf(work.assignment.recommendation) : work.action ? nameOf(work.action) : '';

/** What a task is, and the page where it is done; none where only programs do it. */
function describe({ subject, organisation }: Task, isOffice: boolean): { text: string; href: string; hint: string } {
  if (!subject) return { text: 'Something that is no more', href: '', hint: '' };
  const of = isOffice ? `${organisation.name}: ` : '';
  const elsewhere = 'This is done by the API: see the guide to reporting.';
  switch (subject.__typename) {
    case 'Assignment':
      return {
        text: `Report on ${nameOf(subject.recommendation!)}`,
        href: `/work/recommendations/${subject.recommendation!.code}`,
        hint: '',
      };
    case 'Action':
      return { text: `Report on action ${nameOf(subject as Named)}`, href: `/work/actions/${subject.code}`, hint: '' };
    case 'Milestone':
      return {
        text: `Milestone ${nameOf(subject as Named)}`,
        href: `/work/actions/${subject.ofAction!.code}`,
        hint: `Of action ${nameOf(subject.ofAction!)}`,
      };
    case 'ProgressUpdate':
      return { text: `${of}report on ${aboutOf(subject)}`, href: `/work/reports/${subject.id}`, hint: '' };
    case 'DataReturn':
      return { text: `${of}return of figures`, href: `/work/figures/${subject.id}`, hint: '' };
    case 'DueDateRequest':
      return { text: `${of}request for another due date of ${aboutOf(subject)}`, href: '', hint: elsewhere };
    default:
      return { text: `${of}response to ${nameOf(subject.answers!.recommendation)}`, href: '', hint: elsewhere };
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const tasks = workPage<Answer>({
  path: '/work',
  views: EVERYBODY,
  query,
  variables: ({ asked }) => pagingVariables(asked, 20),
  template: 'workspace/tasks/tasks.njk',
  values: ({ myTasks, drafts }, { asked, viewer }) => {
    const isOffice = viewer.view === 'OFFICE';
    return {
      title: 'My tasks',
      isOffice,
      totalCount: myTasks.totalCount,
      tasks: myTasks.nodes.map((task) => {
        const { text, href, hint } = describe(task, isOffice);
        const when = task.dueOn
          ? `Due ${dueText(task.dueOn)}`
          : task.since
            ? `Waits since ${waitingSince(task.since)}`
            : '';
        return { kind: task.kind, text: capital(text), href, hint: [when, hint].filter(Boolean).join('. ') };
      }),
      pagination: paginationView(myTasks.pageInfo, asked),
      drafts: drafts.nodes.map((draft) => ({ ...draft, about: aboutOf(draft) })),
      moreDrafts: drafts.totalCount > drafts.nodes.length,
    };
  },
});

const waitingSince = (since: string): string => `${dueText(since)} (${waited(since).toLowerCase()})`;
