import path from 'node:path';
import pg, { type ClientBase, type CustomTypesConfig, type PoolClient, type PoolConfig } from 'pg';
import { DataSource, getMetadataArgsStorage, type Logger } from 'typeorm';
import { DEFAULT_LIMITS } from '../limits/limits';
import { UserError } from '../user-error';
import { SnakeCaseNaming } from './naming';

const OLDEST_VERSION = 15;

const nothing = (): void => undefined;
/** TypeORM would print what fails as well as throw it. */
const SILENT: Logger = {
  log: nothing,
  logMigration: nothing,
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
};

const DATE: number = pg.types.builtins.DATE;

/** Days stay the text they are in SQL ('2024-03-25'): a Date would shift them with the machine's time zone. */
const types: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
    oid === DATE ? (value: string) => value : pg.types.getTypeParser(oid, format),
};

/** Milliseconds that a transaction of a view may idle, and to wait for a connection. */
const IDLE_TIMEOUT = 15_000;
const CONNECTION_TIMEOUT = 10_000;

/** Milliseconds beyond what PostgreSQL gives a statement after which it is held to be gone, with the connection. */
export const ANSWER_PATIENCE = 1_000;

/**
 * A statement that reads many levels takes longer to plan than to run, and PostgreSQL would plan it for each request: the
 * plan made for any values is as good, because what decides it (filters, orders, limits) is in the text.
 */
const PLANS = 'force_generic_plan';

/**
 * A connection that is cut fails the statement that waits for it. Where none waits, it says so by an event, which ends the
 * process if nobody listens; and a pool listens to those that lie idle in it, but no longer to one that it is handing out.
 */
const hearLoss = (client: ClientBase): void => {
  client.on('error', nothing);
};

/**
 * How connections to an address are made: as the login that it names, or in a role that they take at their start, in which
 * a statement may take so many milliseconds.
 */
export function poolConfig(
  url: string,
  role?: string,
  statementMilliseconds = DEFAULT_LIMITS.statementMilliseconds,
): PoolConfig & { connectionString: string } {
  const address = new URL(url);
  const options = [address.searchParams.get('options') ?? ''];
  const patience: PoolConfig = {};
  if (role !== undefined) {
    // PostgreSQL's word for no limit is 0.
    const timeout = Number.isFinite(statementMilliseconds) ? statementMilliseconds : 0;
    if (timeout > 0) patience.query_timeout = timeout + ANSWER_PATIENCE;
    options.push(`-c role=${role}`, `-c statement_timeout=${timeout}`);
    options.push(`-c idle_in_transaction_session_timeout=${IDLE_TIMEOUT}`, `-c plan_cache_mode=${PLANS}`);
  }
  // Left in the address, its options would replace these.
  address.searchParams.delete('options');
  return {
    connectionString: address.href,
    application_name: 'social-cohesion-register',
    types,
    options: options.join(' ').trim(),
    connectionTimeoutMillis: CONNECTION_TIMEOUT,
    keepAlive: true,
    onConnect: hearLoss,
    ...patience,
  };
}

/**
 * A data source of the register: as its owner, or in a role that every connection of it takes at its start. Entities are
 * those of the modules that have been imported (see modules.ts).
 */
export function createDataSource(url: string, role?: string, statementMilliseconds?: number): DataSource {
  const { connectionString, application_name, ...extra } = poolConfig(url, role, statementMilliseconds);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    entities: getMetadataArgsStorage().tables.map((table) => table.target as () => unknown),
    migrations: [path.join(__dirname, '../../migrations/*.{js,ts}')],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    logger: SILENT,
    applicationName: application_name!,
    extra,
  });
}

export interface ConnectOptions {
  role?: string;
  /** The variable that the address comes from, for what is said when it cannot be used. */
  variable?: string;
  /** How long a statement may take in the role. */
  statementMilliseconds?: number;
}

/** Opens the data source, or throws a UserError that says in a sentence why the database cannot be used. */
export async function connect(
  url: string,
  { role, variable = 'DATABASE_URL', statementMilliseconds }: ConnectOptions = {},
): Promise<DataSource> {
  const dataSource = createDataSource(url, role, statementMilliseconds);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new UserError(describeConnectionFailure(url, variable, error as Error & { code?: string }));
  }
  const [{ version, current }] = await dataSource.query<[{ version: number; current: string }]>(
    `select current_setting('server_version_num')::int as version, current_user::text as current`,
  );
  if (version < OLDEST_VERSION * 10_000) {
    await dataSource.destroy();
    throw new UserError(
      `The database of ${variable} is PostgreSQL ${Math.floor(version / 10_000)}; ${OLDEST_VERSION} or newer is needed.`,
    );
  }
  if (role !== undefined && current !== role) {
    await dataSource.destroy();
    throw new UserError(
      `Connections of ${variable} do not start in the role ${role} (they are "${current}"), so rows would go unguarded. ` +
        `A connection pooler that drops startup options does that: give each view a login of its own, with ` +
        `"alter role … set role = ${role}" (docs/scaling.md).`,
    );
  }
  return dataSource;
}

function describeConnectionFailure(
  url: string,
  variable: string,
  error: Error & { code?: string; errors?: Error[] },
): string {
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${hostname}:${port || 5432}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${where} (${variable}): is PostgreSQL running there?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host "${hostname}" (${variable}): check the name.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} refused the user "${username}" or its password (${variable}).`;
    case '3D000':
      return `PostgreSQL at ${where} has no database "${pathname.slice(1)}" (${variable}): create it first.`;
    default:
      return `The database at ${where} (${variable}) cannot be used: ${error.message || error.code}.`;
  }
}

/** Asks the server behind a connection which of its processes serves it. */
export const SERVER_PROCESS = 'pg_backend_pid() as process';

/**
 * Whether a connection goes through a pooler (such as PgBouncer), which may let another of the server's processes serve
 * each transaction: a pooler makes up the process that it tells its clients.
 */
export function isPooled(client: PoolClient, { process }: { process: number }): boolean {
  return (client as unknown as { processID: number }).processID !== process;
}

/** Any constant: processes that bring the schema and the figures up to date take turns on it. */
const UPDATE_LOCK = 471_120_232;

/**
 * Runs `work` while no other process of the register changes the schema or the reference figures. The lock is a
 * transaction's, which a pooler leaves on one connection, and not a session's.
 */
export async function takingTurns<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const holder = dataSource.createQueryRunner();
  try {
    await holder.startTransaction();
    await holder.query('set local idle_in_transaction_session_timeout = 0');
    await holder.query('select pg_advisory_xact_lock($1)', [UPDATE_LOCK]);
    return await work();
  } finally {
    await holder.rollbackTransaction().catch(() => undefined);
    await holder.release();
  }
}
