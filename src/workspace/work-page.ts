import type { View } from '../graph/audience';
import type { Viewer, ViewerRole } from '../identity/viewer';
import type { Asked } from '../site/asked';
import type { Values } from '../site/site-page';
import type { Fields, Problem } from './fields';

/** What the address asks, and who asks it. */
export interface At {
  asked: Asked;
  viewer: Viewer;
}

/** What the graph says is wrong with an input. */
export interface UserProblem {
  message: string;
  field: string[];
}

/** Something that a page lets people do: a mutation of the graph, and the form that its input comes from. */
export interface Form<Answer> {
  /** The mutation, whose input type has its name. */
  mutation: string;
  /** The field of its payload that says what it made or changed, and what is asked of that. */
  made: string;
  selection: string;
  /** What stands in the form before anybody has filled it in. */
  initial?: (answer: Answer, at: At) => Record<string, string>;
  /** The version that it changes, where it changes something. */
  version?: (answer: Answer) => number;
  /** The input, but for its idempotency key and version; `fields` is told what is wrong with what was filled in. */
  read: (fields: Fields, answer: Answer, at: At) => Record<string, unknown>;
  /** The field of the form that stands for a field of the input; of the same name unless said. */
  fieldOf?: (path: readonly string[]) => string;
  /** What is told of something wrong in a file; undefined for all else. */
  problemInFile?: (problem: UserProblem) => Problem | undefined;
  /** How fields of the input are called in the form, for what the graph says is wrong with them. */
  labels?: Record<string, string>;
  /** Where to go when it is done. */
  next: (made: { id: string; status: string }, answer: Answer, at: At) => string;
}

/** A page for those who have signed in: like one of the public site, it knows what the graph answers, and no more. */
export interface WorkPage<Answer> {
  path: string;
  /** Whom it is for. For others there is nothing at its address. */
  views: readonly View[];
  role?: ViewerRole;
  /** The one query that all of the page is made of. */
  query: (viewer: Viewer) => string;
  variables?: (at: At) => Record<string, unknown>;
  template: string;
  /** Throws NothingThere where the answer has nothing to show, and MovedTo where another page shows it. */
  values: (answer: Answer, at: At) => Values;
  forms?: Record<string, Form<Answer>>;
  /** What is told at the top of the page that a form leads to, by its parameter `done`; null where it is not so. */
  done?: (answer: Answer, what: string) => string | null;
}

/** A page, whatever its query answers. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the answer is the page's own business
export type AnyWorkPage = WorkPage<any>;

/** So that a page's parts agree on what its query answers. */
export const workPage = <Answer>(page: WorkPage<Answer>): AnyWorkPage => page;

/** All who sign in: the Office too is asked to act, and reports what it does. */
export const EVERYBODY: readonly View[] = ['COUNCIL', 'GOVERNMENT', 'OFFICE'];
/** Those who return figures, and those who review them. */
export const RETURNERS: readonly View[] = ['COUNCIL', 'OFFICE'];
