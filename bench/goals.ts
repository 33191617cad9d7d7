import type { QuestionResult, ScaleResult } from './measure';
import { ratio } from './rounds';
import type { Contender } from './servers/contenders';
import type { Starts } from './starts';

export interface Goal {
  says: string;
  /** What was measured, for people. */
  found: string;
  met: boolean;
}

const MEGABYTE = 1024 * 1024;
const MOST_MEMORY = 300 * MEGABYTE;

const goal = (says: string, value: number | undefined | null, met: (value: number) => boolean, unit = ''): Goal[] =>
  value == null ? [] : [{ says, found: `${value.toFixed(2)}${unit}`, met: met(value) }];
const atLeast = (least: number) => (value: number) => value >= least;
const atMost = (most: number) => (value: number) => value <= most;

const against = (question: QuestionResult, one: Contender, other: Contender): number | undefined =>
  ratio(question.measured[one], question.measured[other]);

/** What each scale is held to. */
function ofScale({ database, questions, cache, memory }: ScaleResult): Goal[] {
  const at = `(scale ${database.scale})`;
  const goals = questions.flatMap((question) => {
    const { name, levels, measured, unanswered } = question;
    if (unanswered.register !== undefined) {
      return [{ says: `${name} ${at}: an answer`, found: unanswered.register.slice(0, 100), met: false }];
    }
    if (name === 'F') {
      return goal(`F ${at}: at least 0.5 of its limit`, against(question, 'register', 'limit'), atLeast(0.5));
    }
    const { register } = measured;
    return [
      ...goal(
        `${name} ${at}: at least 1.5 times PostGraphile`,
        against(question, 'register', 'postgraphile'),
        atLeast(1.5),
      ),
      ...goal(`${name} ${at}: at least 0.6 of the limit`, against(question, 'register', 'limit'), atLeast(0.6)),
      ...goal(
        `${name} ${at}, cache on and nothing changed: at least 0.7 of { __typename }`,
        ratio(measured.cached, question.typename),
        atLeast(0.7),
      ),
      ...goal(`${name} ${at}: at most ${levels} SQL statements, one a level`, register?.statements, atMost(levels)),
    ];
  });
  if (cache) {
    const { unchanged } = cache;
    goals.push({
      says: `${at} unchanged, asked for with If-None-Match: 304 without executing`,
      found: unchanged ? `${unchanged.status}, ${unchanged.statements ?? 'uncounted'} SQL statements` : 'no ETag',
      met: unchanged?.status === 304 && (unchanged.statements ?? 0) === 0,
    });
  }
  const [first, far] = ['E1', 'E1000'].map(
    (name) => questions.find((each) => each.name === name)?.measured.register?.p50,
  );
  const growth = first !== undefined && far !== undefined ? far / first : undefined;
  goals.push(...goal(`E ${at}: a far page takes at most 1.2 times as long as page 1`, growth, atMost(1.2)));
  for (const name of ['register', 'cached']) {
    const peak = memory[name]?.peak;
    const says = `${at} ${name === 'cached' ? 'cache on' : 'cache off'}: at most 300 MB under load`;
    goals.push(...goal(says, peak && peak / MEGABYTE, atMost(MOST_MEMORY / MEGABYTE), ' MB'));
  }
  return goals;
}

/** How much longer answers take with a hundred times the history. */
function ofGrowth(scales: readonly ScaleResult[]): Goal[] {
  const [smallest, largest] = [scales[0], scales.at(-1)];
  if (!smallest || !largest || smallest === largest) return [];
  return largest.questions
    .filter(({ name }) => name !== 'F')
    .flatMap(({ name, measured }) => {
      const before = smallest.questions.find((each) => each.name === name)?.measured.register?.p50;
      const after = measured.register?.p50;
      const growth = before !== undefined && after !== undefined ? after / before : undefined;
      const says = `${name}: p50 at scale ${largest.database.scale} at most 1.5 times that at scale ${smallest.database.scale}`;
      return goal(says, growth, atMost(1.5));
    });
}

export const goalsOf = (scales: readonly ScaleResult[], starts: Starts | null): Goal[] => [
  ...scales.flatMap(ofScale),
  ...ofGrowth(scales),
  ...goal('First start: at most 15 s', starts?.first, atMost(15), ' s'),
  ...goal('Later start: at most 3 s', starts?.later, atMost(3), ' s'),
];
