/** What a limit is for people: all that the configuration, the errors, the documents and the tests know of it. */
interface LimitDeclaration {
  /** The environment variable that sets it; 0 there takes the limit away. */
  variable: string;
  default: number;
  /** The largest value that may be set, where more would mean nothing. */
  largest?: number;
  /** What is counted, as it stands after a number. */
  unit: string;
  /** What the limit is on: completes "The limit on …". */
  on: string;
  /** What is counted, and how. */
  meaning: string;
  /** What whoever meets it can do. */
  advice: string;
}

const declare = <Name extends string>(limits: Record<Name, LimitDeclaration>): Record<Name, LimitDeclaration> => limits;

/**
 * Every limit of the server, in the order in which a request meets them. Anything that has to be known of a limit is here
 * and nowhere else: config.ts reads the variables, docs/limits.md has the table, and errors are made by LimitExceeded.
 */
export const LIMITS = declare({
  headerBytes: {
    variable: 'LIMIT_HEADER_BYTES',
    default: 16_384,
    unit: 'bytes',
    on: 'the headers of a request',
    meaning: 'The address and the headers of a request, the query of a GET among them.',
    advice: 'Send a long query by POST.',
  },
  arrivalMilliseconds: {
    variable: 'LIMIT_ARRIVAL_MILLISECONDS',
    default: 20_000,
    largest: 600_000,
    unit: 'milliseconds',
    on: 'the time a request takes to arrive',
    meaning:
      'From the first byte of a request to its last, and from the opening of a connection to its first request. Then it is cut.',
    advice: 'Send it again.',
  },
  requestsAtOnce: {
    variable: 'LIMIT_REQUESTS_AT_ONCE',
    default: 200,
    unit: 'requests',
    on: 'answers that this server makes at a time',
    meaning:
      'Answers that are being made, for all callers together; while they take long, fewer. Who comes then is sent away, with 503.',
    advice: 'Send it again after as many seconds as Retry-After says.',
  },
  bodyBytes: {
    variable: 'LIMIT_BODY_BYTES',
    default: 100_000,
    unit: 'bytes',
    on: 'the size of a request',
    meaning: 'The body of a request: query, variables and all. A file that is uploaded may have as many.',
    advice: 'Send less at once.',
  },
  requestMilliseconds: {
    variable: 'LIMIT_REQUEST_MILLISECONDS',
    default: 10_000,
    largest: 600_000,
    unit: 'milliseconds',
    on: 'the time a request takes',
    meaning:
      'From its arrival to its answer. What it reads is then broken off; a mutation that has begun is carried to its end.',
    advice:
      'Ask for less in one request. A mutation may have been done: send it again with the same idempotency key to learn.',
  },
  statementMilliseconds: {
    variable: 'LIMIT_STATEMENT_MILLISECONDS',
    default: 5_000,
    largest: 600_000,
    unit: 'milliseconds',
    on: 'the time a statement of the database takes',
    meaning: "PostgreSQL's `statement_timeout` for each of the views.",
    advice: 'Ask for fewer items, or for less of each, in one request.',
  },
  tokens: {
    variable: 'LIMIT_TOKENS',
    default: 2_000,
    unit: 'tokens',
    on: 'the length of a query',
    meaning: 'Words, numbers, texts and signs of the query. Nothing of a longer one is looked at.',
    advice: 'Send parts of the query as requests of their own, and values as variables.',
  },
  operations: {
    variable: 'LIMIT_OPERATIONS',
    default: 1,
    unit: 'operations',
    on: 'operations in a request',
    meaning: 'Operations that the query defines. Of several, one could be run only; a list of requests is refused too.',
    advice: 'Send each operation as a request of its own.',
  },
  depth: {
    variable: 'LIMIT_DEPTH',
    default: 15,
    unit: 'levels',
    on: 'the depth of a query',
    meaning: 'Fields within fields, the outermost counted as one, with fragments put in their places.',
    advice: 'Start nearer to what you are after: every list and every thing has a root field of its own.',
  },
  rootFields: {
    variable: 'LIMIT_ROOT_FIELDS',
    default: 10,
    unit: 'root fields',
    on: 'root fields of an operation',
    meaning: 'Outermost fields, those of fragments and those that `@skip` leaves out among them.',
    advice: 'Send them in several requests.',
  },
  aliases: {
    variable: 'LIMIT_ALIASES',
    default: 30,
    unit: 'aliases',
    on: 'aliases in a query',
    meaning: 'Fields that are given another name, in the whole text of the query.',
    advice: 'Ask for many things of one kind by a list and its filter, or in several requests.',
  },
  directives: {
    variable: 'LIMIT_DIRECTIVES',
    default: 10,
    unit: 'directives',
    on: 'directives in a query',
    meaning: 'Uses of `@include` and `@skip`, in the whole text of the query.',
    advice: 'Put fields that come and go together into one fragment, and the directive on that.',
  },
  fields: {
    variable: 'LIMIT_FIELDS',
    default: 2_000,
    unit: 'fields',
    on: 'fields of an operation',
    meaning: 'Fields after each fragment has been put into every place that names it, whatever they would answer.',
    advice: 'Name a fragment in fewer places, or ask in several requests.',
  },
  errors: {
    variable: 'LIMIT_ERRORS',
    default: 10,
    unit: 'errors',
    on: 'errors in an answer',
    meaning: 'Errors that one answer reports. Where there are more, its `extensions.errors` counts them.',
    advice: 'Mend these first.',
  },
  first: {
    variable: 'LIMIT_FIRST',
    default: 100,
    largest: 100,
    unit: 'items',
    on: 'the items of a page',
    meaning: '`first` and `last` of a list, given in the query or by a variable.',
    advice: 'Take more in pages, with "after".',
  },
  nodes: {
    variable: 'LIMIT_NODES',
    default: 15_000,
    unit: 'nodes',
    on: 'the nodes that a request may be answered with',
    meaning:
      'Objects that the answer could have: a list counts as many as its `first` or `last`, or as this page says, for each object that it stands in.',
    advice: 'Make "first" smaller, above all of lists within lists, or ask in several requests.',
  },
  cost: {
    variable: 'LIMIT_COST',
    default: 20_000,
    unit: 'points',
    on: 'the cost of a request',
    meaning: 'Points, worked out from the query and its variables before anything is read: see below.',
    advice: 'Make "first" smaller, leave out what you do not need, or ask in several requests.',
  },
  publicPoints: {
    variable: 'LIMIT_PUBLIC_POINTS',
    default: 60_000,
    unit: 'points',
    on: 'what one address may ask in a minute without a token',
    meaning: 'Points in a minute, for each address that sends neither a token nor a key (IPv6: for each /64).',
    advice: 'Wait as long as Retry-After says. Research that needs more can be given an API key.',
  },
  organisationPoints: {
    variable: 'LIMIT_ORGANISATION_POINTS',
    default: 300_000,
    unit: 'points',
    on: 'what one organisation may ask in a minute',
    meaning: 'Points in a minute, for each organisation: all its people and programs together.',
    advice: 'Wait as long as Retry-After says.',
  },
  keyPoints: {
    variable: 'LIMIT_KEY_POINTS',
    default: 300_000,
    unit: 'points',
    on: 'what one API key may ask in a minute',
    meaning: 'Points in a minute, for each API key.',
    advice: 'Wait as long as Retry-After says.',
  },
  csvAtOnce: {
    variable: 'LIMIT_CSV_AT_ONCE',
    default: 4,
    unit: 'answers',
    on: 'answers in CSV that a view gives at a time',
    meaning: 'Answers in CSV of one view that are being read, on one server: each holds a connection to the database.',
    advice: 'Send it again after as many seconds as Retry-After says, or take a file of /data.',
  },
  csvOfCaller: {
    variable: 'LIMIT_CSV_OF_CALLER',
    default: 2,
    unit: 'answers',
    on: 'answers in CSV that one caller reads at a time',
    meaning: 'Answers in CSV that one address, organisation or API key reads at a time, on one server.',
    advice: 'Read one to its end, and then ask for the next.',
  },
  csvStalledMilliseconds: {
    variable: 'LIMIT_CSV_STALLED_MILLISECONDS',
    default: 20_000,
    largest: 600_000,
    unit: 'milliseconds',
    on: 'the time in which nothing of an answer in CSV is read',
    meaning: 'From one piece of an answer in CSV, of some 50 kB, to the next. Then it is broken off.',
    advice: 'Read faster, or take a file of /data.',
  },
  csvMilliseconds: {
    variable: 'LIMIT_CSV_MILLISECONDS',
    default: 600_000,
    largest: 3_600_000,
    unit: 'milliseconds',
    on: 'the time in which an answer in CSV is read',
    meaning: 'From the first byte of an answer in CSV to its last. Then it is broken off.',
    advice: 'Ask for fewer rows, or take a file of /data.',
  },
  refusedTokens: {
    variable: 'LIMIT_REFUSED_TOKENS',
    default: 300,
    unit: 'refusals',
    on: 'tokens and keys of one address that are refused in a minute',
    meaning:
      'Requests in a minute, from one address, whose token or API key is refused. Then none of its are looked at.',
    advice: 'Wait as long as Retry-After says, and send a token that is valid.',
  },
});

export type LimitName = keyof typeof LIMITS;

/** The value of each limit; Infinity where there is none. */
export type Limits = Readonly<Record<LimitName, number>>;

export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

const valuesBy = (valueOf: (name: LimitName) => number): Limits =>
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, valueOf(name)])) as Record<LimitName, number>;

export const DEFAULT_LIMITS: Limits = valuesBy((name) => LIMITS[name].default);

/** The limits as variables set them, each a text of digits. */
export const limitsFrom = (variables: Readonly<Record<string, string | undefined>>): Limits =>
  valuesBy((name) => {
    const { variable, default: otherwise } = LIMITS[name];
    const given = Number(variables[variable] ?? otherwise);
    return given === 0 ? Infinity : given;
  });

/** What there is no more of than a number can count exactly. */
export const UNCOUNTABLE = Number.MAX_SAFE_INTEGER;

const written = (count: number): string =>
  count >= UNCOUNTABLE ? `more than ${UNCOUNTABLE.toLocaleString('en-GB')}` : count.toLocaleString('en-GB');

/** Says that a request meets a limit: which, what it is, and what the request had. */
export function describeExcess(name: LimitName, limit: number, had: number): string {
  const { on, unit, advice } = LIMITS[name];
  return `The limit on ${on} is ${written(limit)}; this one has ${written(had)} ${unit}. ${advice}`;
}

/** The table of docs/limits.md. */
export function describeLimits(): string {
  const rows = LIMIT_NAMES.map((name) => {
    const { variable, default: value, unit, meaning } = LIMITS[name];
    return `| \`${name}\` | ${written(value)} ${unit} | \`${variable}\` | ${meaning} |`;
  });
  return ['| limit | default | variable | what is counted |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
