import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { openViewDatabase } from '../database/view-databases';
import { createLogger } from '../operations/log';
import { openRegister } from '../register';
import { UserError } from '../user-error';
import { Downloads } from './downloads';

const USAGE = `Makes the files of a revision, where they are not there yet.

  node dist/src/downloads/main.js REVISION

A server runs it whenever it has something to make; it ends with the server, and with its input. Which database, and where
the files are kept: as for npm start.`;

runCommand({ usage: USAGE, takesWords: true }, async ({ positionals: [revision, ...more] }) => {
  if (revision === undefined || !/^\d{1,9}$/.test(revision) || more.length > 0) throw new UserError(USAGE);
  process.stdin.on('end', () => process.exit(1)).resume();
  const config = readConfig();
  const register = await openRegister(config);
  const { viewDatabaseUrls, limits } = config;
  const database = await openViewDatabase('PUBLIC', register.url, viewDatabaseUrls, limits.statementMilliseconds);
  try {
    const logger = createLogger(config.logLevel);
    const revisions = { revision: Number(revision) };
    const downloads = new Downloads({ ...config.downloads, database, revisions, logger });
    await downloads.makeMissing(revisions.revision);
  } finally {
    await database.dataSource.destroy();
    await register.close();
    process.stdin.destroy();
  }
});
