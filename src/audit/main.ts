import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { type ProgressBar, showProgress } from '../progress-bar';
import { openRegister } from '../register';
import { UserError } from '../user-error';
import { verifyChains } from './chain';

const USAGE = `Proves that nothing in the audit trail was changed, taken out or put in.

  npm run audit:verify

Prints the first broken entry of each chain, and exits with 1 where there is one. Note the digest down somewhere else:
the same digest, or a later run that has it on record, proves that the chains were not rewritten whole.

Which database: DATABASE_URL, or the embedded one in DATA_DIR (a running server may go on running).`;

runCommand({ usage: USAGE }, async () => {
  const register = await openRegister(readConfig());
  let progress: ProgressBar | undefined;
  try {
    const { chains, entries, broken, digest } = await verifyChains(register.dataSource, (count, total) => {
      progress ??= showProgress('Reading the audit trail', total);
      progress.add(count);
    });
    progress?.end();
    for (const { organisation, sequence, problem } of broken) {
      console.log(`${organisation}, entry ${sequence}: ${problem}.`);
    }
    if (broken.length > 0) throw new UserError(`The audit trail is broken in ${broken.length} of ${chains} chains.`);
    console.log(`The audit trail is whole: ${entries} entries in ${chains} chains. Digest ${digest}`);
  } finally {
    await register.close();
  }
});
