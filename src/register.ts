import type { DataSource } from 'typeorm';
import './modules';
import type { Config } from './config';
import { connect, takingTurns } from './database/data-source';
import { joinEmbeddedPostgres } from './database/embedded-postgres';
import { loadReferencePackage } from './import/reference-package';

/** The register's database, up to date and open. */
export interface Register {
  dataSource: DataSource;
  /** Where the data lies, for people. */
  location: string;
  /** What opening it did: nothing, when schema and figures were there already. */
  migrations: number;
  loaded: boolean;
  close(): Promise<void>;
}

/** Opens the database that the configuration names, and brings its schema and reference figures up to date. */
export async function openRegister(config: Config): Promise<Register> {
  const embedded = config.databaseUrl === undefined ? await joinEmbeddedPostgres(config.dataDirectory) : undefined;
  let dataSource: DataSource | undefined;
  const close = async (): Promise<void> => {
    await dataSource?.destroy();
    await embedded?.release();
  };
  try {
    const opened = (dataSource = await connect(embedded?.url ?? config.databaseUrl!));
    const { migrations, loaded } = await takingTurns(opened, async () => ({
      migrations: (await opened.runMigrations({ transaction: 'each' })).length,
      loaded: await loadReferencePackage(opened),
    }));
    return {
      dataSource: opened,
      location: embedded ? `${embedded.directory} (embedded PostgreSQL)` : describeDatabase(config.databaseUrl!),
      migrations,
      loaded,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function describeDatabase(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `database ${pathname.slice(1)} at ${hostname}:${port || 5432}`;
}
