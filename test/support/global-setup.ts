import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import '../../src/modules';
import { connect } from '../../src/database/data-source';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres';
import { loadReferencePackage } from '../../src/import/reference-package';
import { projectDirectory } from '../../src/project';
import { administer, databaseUrl, type TestDatabases } from './databases';

declare global {
  var stopTestPostgres: (() => Promise<void>) | undefined;
}

/**
 * Makes what browsers get, starts PostgreSQL (or takes that of DATABASE_URL) and makes the databases that suites are
 * cloned from.
 */
export default async function setUp(): Promise<void> {
  execFileSync(process.execPath, [path.join(projectDirectory, 'browser/build.mjs')], { stdio: 'inherit' });
  const { server, stop } = await startPostgres();
  const databases: TestDatabases = {
    server,
    empty: `register_test_${process.pid}_empty`,
    reference: `register_test_${process.pid}_reference`,
  };
  try {
    await administer(server, `create database ${databases.empty}`);
    await migrate(databaseUrl(server, databases.empty));
    await administer(server, `create database ${databases.reference} template ${databases.empty}`);
    await loadReference(databaseUrl(server, databases.reference));
  } catch (error) {
    await stop();
    throw error;
  }
  process.env['TEST_DATABASES'] = JSON.stringify(databases);
  globalThis.stopTestPostgres = async () => {
    for (const name of [databases.empty, databases.reference]) {
      await administer(server, `drop database ${name} with (force)`);
    }
    await stop();
  };
}

async function startPostgres(): Promise<{ server: string; stop: () => Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given) {
    return { server: given.replace(/\/[^/]*$/, ''), stop: () => Promise.resolve() };
  }
  const directory = mkdtempSync(path.join(os.tmpdir(), 'register-test-'));
  // mkdtemp closes the folder to others, and PostgreSQL runs as another user where the tests run as root.
  chmodSync(directory, 0o755);
  const postgres = await EmbeddedPostgres.join(directory);
  const server = postgres.url.replace(/\/[^/]*$/, '');
  await forgetPower(server);
  return {
    server,
    stop: async () => {
      await postgres.release();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Whatever is in it is thrown away: to have it survive a loss of power would take most of the time of a clone. */
async function forgetPower(server: string): Promise<void> {
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes'];
  await administer(server, ...settings.map((name) => `alter system set ${name} = off`), 'select pg_reload_conf()');
}

async function migrate(url: string): Promise<void> {
  const dataSource = await connect(url);
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
}

async function loadReference(url: string): Promise<void> {
  const dataSource = await connect(url);
  await loadReferencePackage(dataSource);
  await dataSource.destroy();
}
