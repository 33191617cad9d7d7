import { goalsOf } from './goals';
import type { Report } from './main';
import type { QuestionResult, ScaleResult } from './measure';
import { ratio } from './rounds';
import { CONTENDERS, type Contender, LABELS } from './servers/contenders';

const MEGABYTE = 1024 * 1024;

const HEADINGS = ['query', 'server', 'answers/s', 'this server is', 'p50 ms', 'p99 ms', 'SQL', 'failed'];

const figure = (value: number | undefined, digits: number): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);

function rowsOf({ name, measured }: QuestionResult): string[][] {
  return CONTENDERS.flatMap((contender) => {
    const each = measured[contender];
    if (!each) return [];
    const times = contender === 'register' ? undefined : ratio(measured.register, each);
    return [
      [
        name,
        LABELS[contender],
        figure(each.rate, 0),
        times === undefined ? '' : `× ${times.toFixed(2)}`,
        figure(each.p50, 2),
        figure(each.p99, 2),
        each.statements === null ? '–' : String(each.statements),
        each.failures === 0 ? '' : String(each.failures),
      ],
    ];
  });
}

const memoryOf = ({ memory }: ScaleResult): string[][] =>
  Object.entries(memory).map(([name, each]) => [
    LABELS[name as Contender],
    each ? `${Math.round(each.now / MEGABYTE)} MB` : '–',
    each ? `${Math.round(each.peak / MEGABYTE)} MB` : '–',
  ]);

interface Section {
  title: string;
  headings: string[];
  rows: string[][];
  notes: string[];
}

function sectionsOf({ scales, starts, postgraphile }: Report): Section[] {
  const count = (value: number): string => value.toLocaleString('en-GB');
  const sections = scales.flatMap((scale): Section[] => {
    const { database, questions } = scale;
    const made = database.madeIn === null ? 'made before' : `made in ${database.madeIn.toFixed(0)} s`;
    return [
      {
        title: `Scale ${database.scale}: ${count(database.observations)} observations, ${count(database.publishedUpdates)} published updates, ${Math.round(database.bytes / MEGABYTE)} MB (${made})`,
        headings: HEADINGS,
        rows: questions.flatMap(rowsOf),
        notes: [
          ...questions.map(
            ({ name, title, bytes }) => `${name}: ${title}${bytes > 0 ? `; ${count(bytes)} bytes` : ''}.`,
          ),
          ...questions.flatMap(({ name, unanswered }) =>
            Object.entries(unanswered).map(
              ([contender, failure]) => `${name}: ${LABELS[contender as Contender]} did not answer: ${failure}`,
            ),
          ),
          ...questions.flatMap(({ name, typename }) =>
            typename ? [`{ __typename } in turns with ${name}, cache on: ${figure(typename.rate, 0)} answers/s.`] : [],
          ),
        ],
      },
      { title: 'Memory of each process', headings: ['server', 'at the end', 'most'], rows: memoryOf(scale), notes: [] },
    ];
  });
  const goals = goalsOf(scales, starts);
  sections.push({
    title: `Goals: ${goals.filter(({ met }) => met).length} of ${goals.length} met`,
    headings: ['goal', 'found', ''],
    rows: goals.map(({ says, found, met }) => [says, found, met ? 'met' : 'MISSED']),
    notes: 'skipped' in postgraphile ? [`PostGraphile was left out: ${postgraphile.skipped}.`] : [],
  });
  return sections;
}

function preface({ machine, settings, postgraphile, date }: Report): string {
  const other =
    'skipped' in postgraphile ? '' : ` PostGraphile ${postgraphile.version} on Node.js ${postgraphile.node}.`;
  return (
    `${date}: ${machine.processor}, ${machine.cores} cores, ${Math.round(machine.memory / MEGABYTE / 1024)} GB; ` +
    `PostgreSQL ${machine.postgres}; this server and the limit on Node.js ${settings.servedOn}.${other} ` +
    `${settings.connections} connections; ${settings.rounds} rounds of ${settings.seconds} s for each server, in turns; ` +
    'ratios are medians of the rounds.'
  );
}

/** For the terminal. */
export function table(report: Report): string {
  const text = sectionsOf(report).map(({ title, headings, rows, notes }) => {
    const widths = headings.map((heading, column) => Math.max(...[heading, ...rows.map((row) => row[column]!)].map((each) => each.length))); // prettier-ignore
    const line = (row: string[]): string => row.map((each, column) => each.padEnd(widths[column]!)).join('  ').trimEnd(); // prettier-ignore
    return [
      title,
      '',
      line(headings),
      line(widths.map((width) => '─'.repeat(width))),
      ...rows.map(line),
      ...notes,
    ].join('\n');
  });
  return [preface(report), ...text].join('\n\n');
}

/** For docs/performance.md. */
export function markdown(report: Report): string {
  const text = sectionsOf(report).map(({ title, headings, rows, notes }) => {
    const line = (row: string[]): string => `| ${row.join(' | ')} |`;
    return [
      `## ${title}`,
      '',
      line(headings),
      line(headings.map(() => '---')),
      ...rows.map(line),
      ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
    ].join('\n');
  });
  return `${[preface(report), ...text].join('\n\n')}\n`;
}
