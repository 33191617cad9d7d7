import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import './modules';
import type { Config } from './config';
import { connect, takingTurns } from './database/data-source';
import { EmbeddedPostgres } from './database/embedded-postgres';
import { VIEW_ROLES } from './database/view-databases';
import { loadReferencePackage } from './import/reference-package';
import { WORKER_ROLE } from './notices/worker';
import { UserError } from './user-error';

/** The register's database, up to date and open. */
export interface Register {
  /** As its owner. Requests are served by the databases of the views instead. */
  dataSource: DataSource;
  url: string;
  /** Where the data lies, for people. */
  location: string;
  /** Whether opening it loaded the reference figures: they were not there already. */
  loaded: boolean;
  close(): Promise<void>;
}

/** Opens the database that the configuration names, and brings its schema and reference figures up to date. */
export async function openRegister(config: Config, logger?: Logger): Promise<Register> {
  const embedded =
    config.databaseUrl === undefined ? await EmbeddedPostgres.join(config.dataDirectory, logger) : undefined;
  let dataSource: DataSource | undefined;
  const close = async (): Promise<void> => {
    await dataSource?.destroy();
    await embedded?.release();
  };
  try {
    const url = embedded?.url ?? config.databaseUrl!;
    const opened = (dataSource = await connect(url));
    const loaded = await takingTurns(opened, async () => {
      await opened.runMigrations({ transaction: 'each' }).catch(explainMissingRight);
      return loadReferencePackage(opened);
    });
    return {
      dataSource: opened,
      url,
      location: embedded ? `${embedded.directory} (embedded PostgreSQL)` : describeDatabase(config.databaseUrl!),
      loaded,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';

function explainMissingRight(error: Error & { code?: string }): never {
  if (error.code !== INSUFFICIENT_PRIVILEGE) throw error;
  const roles = [...Object.values(VIEW_ROLES), WORKER_ROLE].join(', ');
  throw new UserError(
    `The login of DATABASE_URL may not set up the register: ${error.message}. ` +
      `It must own its database, and either have CREATEROLE or be granted the roles ${roles}, made beforehand.`,
  );
}

function describeDatabase(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `database ${pathname.slice(1)} at ${hostname}:${port || 5432}`;
}
