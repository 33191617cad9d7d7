/** What is wrong with an input, for whoever filled it in; the graph knows it as UserErrorCode. */
export enum UserErrorCode {
  REQUIRED = 'REQUIRED',
  TOO_LONG = 'TOO_LONG',
  INVALID = 'INVALID',
  UNKNOWN = 'UNKNOWN',
  NOT_POSSIBLE_NOW = 'NOT_POSSIBLE_NOW',
  TAKEN = 'TAKEN',
}

export interface UserProblem {
  code: UserErrorCode;
  message: string;
  /** The way to the field of the input, such as ['evidence', '0', 'url']. */
  field: string[];
}

/** Thrown to undo a mutation and answer with what its caller can mend. */
export class Refusal extends Error {
  constructor(readonly problems: readonly UserProblem[]) {
    super(problems.map(({ message }) => message).join(' '));
  }

  static of(code: UserErrorCode, message: string, ...field: string[]): Refusal {
    return new Refusal([{ code, message, field }]);
  }
}

const LONGEST_LINE = 300;
const LONGEST_TEXT = 20_000;
const MOST_EVIDENCE = 50;
/** An answer is not to be a hundred times as long as what was sent. */
const MOST_PROBLEMS = 100;

/** What inputs may hold, for docs/limits.md. */
export const describeLongest = (): string =>
  `A text of one line, such as a title, may have ${LONGEST_LINE} characters, any other ${LONGEST_TEXT.toLocaleString('en-GB')}, ` +
  `and a report ${MOST_EVIDENCE} pieces of evidence; more is \`TOO_LONG\` in \`userErrors\`, which has ${MOST_PROBLEMS} at most, and one that counts the rest.`;

/** Gathers everything that is wrong with an input, so that its author hears of all of it at once. */
export class InputCheck {
  private readonly problems: UserProblem[] = [];

  problem(code: UserErrorCode, message: string, ...field: string[]): void {
    this.problems.push({ code, message, field });
  }

  /** A text of one line, such as a title. */
  line(value: string, ...field: string[]): void {
    this.bounded(value, LONGEST_LINE, field);
    if (/[\n\r]/.test(value)) {
      this.problem(UserErrorCode.INVALID, `"${field.join('.')}" must be a single line.`, ...field);
    }
  }

  /** A text of any number of lines. */
  text(value: string, ...field: string[]): void {
    this.bounded(value, LONGEST_TEXT, field);
  }

  private bounded(value: string, longest: number, field: string[]): void {
    if (value.trim() === '') {
      this.problem(UserErrorCode.REQUIRED, `"${field.join('.')}" must not be empty.`, ...field);
    } else if (value.length > longest) {
      const message = `"${field.join('.')}" has ${value.length} characters; at most ${longest} are taken.`;
      this.problem(UserErrorCode.TOO_LONG, message, ...field);
    }
  }

  /** An address on the web. Others, such as javascript:, could harm whoever follows them. */
  webAddress(value: string, ...field: string[]): void {
    // The URL parser forgives spaces and line ends, and whoever shows the address may not.
    if (
      value.length > 2000 ||
      /[\s\p{Cc}]/u.test(value) ||
      !URL.canParse(value) ||
      !/^https?:$/.test(new URL(value).protocol)
    ) {
      const message = `"${field.join('.')}" must be an address on the web, such as https://www.oldham.gov.uk/minutes.pdf.`;
      this.problem(UserErrorCode.INVALID, message, ...field);
    }
  }

  /** Pieces of evidence: not too many, each with a title and, where it is on the web, an address there. */
  evidence(pieces: readonly { title: string; url?: string | null }[]): void {
    if (pieces.length > MOST_EVIDENCE) {
      this.problem(UserErrorCode.TOO_LONG, `At most ${MOST_EVIDENCE} pieces of evidence are taken.`, 'evidence');
    }
    pieces.forEach(({ title, url }, index) => {
      this.line(title, 'evidence', String(index), 'title');
      if (url != null) this.webAddress(url, 'evidence', String(index), 'url');
    });
  }

  /** Two days that must not be the wrong way round. */
  order(first: string, second: string, firstField: string, secondField: string): void {
    if (first > second) {
      const message = `"${secondField}" (${second}) must not be before "${firstField}" (${first}).`;
      this.problem(UserErrorCode.INVALID, message, secondField);
    }
  }

  /** Throws all that was found; nothing where nothing was. */
  end(): void {
    const { length } = this.problems;
    if (length === 0) return;
    if (length > MOST_PROBLEMS) {
      const message = `There are ${(length - MOST_PROBLEMS).toLocaleString('en-GB')} more: mend these first.`;
      this.problems.splice(MOST_PROBLEMS, length, { code: UserErrorCode.INVALID, message, field: [] });
    }
    throw new Refusal(this.problems);
  }
}
