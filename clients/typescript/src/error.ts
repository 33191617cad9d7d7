/** What went wrong, in a word. Others may come: treat those that you do not know as INTERNAL_SERVER_ERROR. */
export type RegisterErrorCode =
  /** The register cannot do it now; the same may do later. */
  | 'BUSY'
  /** An argument or a header is wrong; the message says which, and what would be right. */
  | 'BAD_USER_INPUT'
  | 'BAD_REQUEST'
  /** Somebody else was first: read again. */
  | 'CONFLICT'
  | 'FORBIDDEN'
  /** The query does not fit the schema: a field that does not exist, or that your token may not see. */
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'GRAPHQL_PARSE_FAILED'
  | 'INTERNAL_SERVER_ERROR'
  /** The request asks for more at once than it may; the message says of what, and how much. */
  | 'LIMIT_EXCEEDED'
  | 'NOT_FOUND'
  /** You have asked as much as you may in a minute; `retryAfter` says how long to wait. */
  | 'RATE_LIMITED'
  /** It took too long. */
  | 'TIMEOUT'
  /** The token is missing, expired or not the register's. */
  | 'UNAUTHENTICATED'
  /** The register cannot reach its database; the same may do later. */
  | 'UNAVAILABLE'
  /** No answer came: no network, a wrong address, a server that is down. `cause` has more. */
  | 'UNREACHABLE'
  /** What answered is not the register: a wrong address, or a proxy before it. */
  | 'NOT_THE_REGISTER'
  /** A publication came between two pages of a list: see `pages`. */
  | 'PUBLISHED_MEANWHILE'
  | (string & {});

/** An error as GraphQL has it. */
export interface GraphQLErrorEntry {
  message: string;
  path?: (string | number)[];
  locations?: { line: number; column: number }[];
  extensions?: { code?: string; id?: string; currentVersion?: number };
}

interface Details {
  code: RegisterErrorCode;
  /** Status of HTTP; undefined where no answer came. */
  status?: number | undefined;
  errors?: GraphQLErrorEntry[] | undefined;
  data?: unknown;
  requestId?: string | undefined;
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** The one error that this client throws, other than for arguments that are wrong in the code, and what `signal` throws. */
export class RegisterError extends Error {
  override readonly name = 'RegisterError';
  /** The code of the first error. */
  readonly code: RegisterErrorCode;
  /** Status of HTTP; undefined where no answer came. */
  readonly status: number | undefined;
  /** All that the register says is wrong; empty where it is not the register that speaks. */
  readonly errors: readonly GraphQLErrorEntry[];
  /** What was answered in spite of the errors; null where nothing was. */
  readonly data: unknown;
  /** By which the register's log has the request; quote it when you ask for help. */
  readonly requestId: string | undefined;
  /** After how many seconds the register asks to be asked again; undefined where it does not say. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { code, status, errors = [], data = null, requestId, retryAfter, cause }: Details) {
    super(message, { cause });
    this.code = code;
    this.status = status;
    this.errors = errors;
    this.data = data;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  /** The codes of all its errors, each once. */
  get codes(): RegisterErrorCode[] {
    return [...new Set([this.code, ...this.errors.flatMap(({ extensions }) => extensions?.code ?? [])])];
  }
}
