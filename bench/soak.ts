import { spawnSync } from 'node:child_process';
import { runCommand } from '../src/command-line';
import { projectDirectory } from '../src/project';
import { UserError } from '../src/user-error';

const USAGE = `Uses a server for a long time as everybody does, and looks whether its memory and connections stay what they were.

  npm run soak                    ten minutes
  npm run soak -- --minutes 60    an hour

Reads of each view, submissions, publications, downloads and requests that are given up, on a database of its own. It fails
where an answer is wrong, the heap after a collection grows from the first third of the time to the last, or files, sockets
or connections to PostgreSQL become more.`;

runCommand({ usage: USAGE, options: { minutes: { type: 'string', default: '10' } } }, ({ values: { minutes } }) => {
  if (!/^\d{1,4}(\.\d+)?$/.test(minutes) || Number(minutes) === 0) {
    throw new UserError(`--minutes: expected a number of minutes, got ${JSON.stringify(minutes)}.`);
  }
  const variables = ['HARDENING_EFFORT=full', `SOAK_MINUTES=${minutes}`];
  const { status } = spawnSync('env', [...variables, 'npx', 'jest', '--runInBand', 'test/hardening/load-soak'], {
    cwd: projectDirectory,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
