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

/**
 * A data source of the register, in a role that every connection of it takes at its start, or as the login itself.
 * Entities are those of the modules that have been imported (see modules.ts). */
export function createDataSource(url: string, role?: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: getMetadataArgsStorage().tables.map((table) => table.target as () => unknown),
    migrations: [path.join(__dirname, '../../migrations/*.{js,ts}')],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    logger: SILENT,
    applicationName: 'social-cohesion-register',
    extra: { types, ...(role && { options: `-c role=${role}` }) },
  });
}

/** Opens the data source, or throws a UserError that says in a sentence why the database cannot be used. */
export async function connect(url: string, role?: string): Promise<DataSource> {
  const dataSource = createDataSource(url, role);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw new UserError(describeConnectionFailure(url, error as Error & { code?: string }));
  }
  const [{ version }] = await dataSource.query<[{ version: number }]>(
    `select current_setting('server_version_num')::int as version`,
  );
  if (version < OLDEST_VERSION * 10_000) {
    await dataSource.destroy();
    throw new UserError(
      `The database of DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}; ${OLDEST_VERSION} or newer is needed.`,
    );
  }
  return dataSource;
}

function describeConnectionFailure(url: string, error: Error & { code?: string; errors?: Error[] }): string {
  const { hostname, port, pathname, username } = new URL(url);
  const where = `${hostname}:${port || 5432}`;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${where} (DATABASE_URL): is PostgreSQL running there?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host "${hostname}" (DATABASE_URL): check the name.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${where} refused the user "${username}" or its password (DATABASE_URL).`;
    case '3D000':
      return `PostgreSQL at ${where} has no database "${pathname.slice(1)}" (DATABASE_URL): create it first.`;
    default:
      return `The database at ${where} (DATABASE_URL) cannot be used: ${error.message || error.code}.`;
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
