import path from 'node:path';
import pg, { type CustomTypesConfig } from 'pg';
import { DataSource, getMetadataArgsStorage, type Logger } from 'typeorm';
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

/** Milliseconds that a statement of a view may take, that its transaction may idle, and to wait for a connection. */
const STATEMENT_TIMEOUT = 5_000;
const IDLE_TIMEOUT = 15_000;
const CONNECTION_TIMEOUT = 10_000;

/**
 * A data source of the register: as its owner, or in a role that every connection of it takes at its start. Entities are
 * those of the modules that have been imported (see modules.ts).
 */
export function createDataSource(url: string, role?: string): DataSource {
  const address = new URL(url);
  const options = [address.searchParams.get('options') ?? ''];
  if (role !== undefined) {
    options.push(`-c role=${role}`, `-c statement_timeout=${STATEMENT_TIMEOUT}`);
    options.push(`-c idle_in_transaction_session_timeout=${IDLE_TIMEOUT}`);
  }
  // Left in the address, its options would replace these.
  address.searchParams.delete('options');
  return new DataSource({
    type: 'postgres',
    url: address.href,
    entities: getMetadataArgsStorage().tables.map((table) => table.target as () => unknown),
    migrations: [path.join(__dirname, '../../migrations/*.{js,ts}')],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    logger: SILENT,
    applicationName: 'social-cohesion-register',
    extra: { types, options: options.join(' ').trim(), connectionTimeoutMillis: CONNECTION_TIMEOUT },
  });
}

interface ConnectOptions {
  role?: string;
  /** The variable that the address comes from, for what is said when it cannot be used. */
  variable?: string;
}

/** Opens the data source, or throws a UserError that says in a sentence why the database cannot be used. */
export async function connect(
  url: string,
  { role, variable = 'DATABASE_URL' }: ConnectOptions = {},
): Promise<DataSource> {
  const dataSource = createDataSource(url, role);
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
        `A connection pooler that drops startup options does that: give each view a login of its own.`,
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

/** Any constant: processes that bring the schema and the figures up to date take turns on it. */
const UPDATE_LOCK = 471_120_232;

/** Runs `work` while no other process of the register changes the schema or the reference figures. */
export async function takingTurns<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query('select pg_advisory_lock($1)', [UPDATE_LOCK]);
    return await work();
  } finally {
    await holder.query('select pg_advisory_unlock($1)', [UPDATE_LOCK]).catch(() => undefined);
    await holder.release();
  }
}
