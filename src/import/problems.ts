/** Something wrong with one cell or line of a file. */
export interface Problem {
  line: number;
  column?: string;
  /** What stands there. */
  value?: string;
  /** What would be right. */
  expected: string;
}

/** Told of every problem as it is found: a file may have as many as it has lines, so they are never gathered. */
export type ReportProblem = (problem: Problem) => void;

export function describeProblem({ line, column, value, expected }: Problem): string {
  const where = column === undefined ? `line ${line}` : `line ${line}, ${column} ${JSON.stringify(value ?? '')}`;
  return `${where}: ${expected}`;
}
