import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { openRegister, type Register } from '../register';
import { UserError } from '../user-error';
import { createKey, listKeys, revokeKey } from './key-store';

const USAGE = `Gives researchers API keys, with which they may ask more than others, and takes them back.

  npm run api-key -- create --holder "University of Oldham, cohesion study"
  npm run api-key -- list
  npm run api-key -- revoke oscdr_pk_1a2b3c4d

create  prints a new key, this once: only its hash is kept
list    shows who has which, by the beginning of the key, and which are revoked
revoke  ends a key for good; servers that run learn of it within a second

--holder  who has the key: a body or a study rather than a person

Which database: DATABASE_URL, or the embedded one in DATA_DIR (a running server may go on running).`;

const day = (moment: Date): string => moment.toISOString().slice(0, 10);

async function create({ dataSource }: Register, holder: string): Promise<void> {
  console.log(await createKey(dataSource, holder));
  console.error('Send it as "Authorization: Bearer KEY". It is not shown again.');
}

async function list({ dataSource }: Register): Promise<void> {
  const keys = await listKeys(dataSource);
  for (const { shown, holder, createdAt, revokedAt } of keys) {
    const until = revokedAt ? `, revoked ${day(revokedAt)}` : '';
    console.log(`${shown}…  ${holder} (made ${day(createdAt)}${until})`);
  }
  if (keys.length === 0) console.log('There are no keys.');
}

async function revoke({ dataSource }: Register, named: string): Promise<void> {
  const { shown, holder } = await revokeKey(dataSource, named);
  console.log(`${shown}… of ${holder} is revoked.`);
}

/** What to do with the keys that there are; throws where the words do not say. */
function read(action: string | undefined, named: string | undefined, holder: string | undefined) {
  const missing = (what: string): UserError => new UserError(`Expected ${what}.\n\n${USAGE}`);
  switch (action) {
    case 'create':
      if (!holder?.trim()) throw missing('--holder and who has the key');
      return (register: Register) => create(register, holder.trim());
    case 'list':
      return list;
    case 'revoke':
      if (named === undefined) throw missing('the beginning of a key after "revoke"');
      return (register: Register) => revoke(register, named);
    default:
      throw missing(`create, list or revoke, not ${action ?? 'nothing'}`);
  }
}

runCommand(
  { usage: USAGE, options: { holder: { type: 'string' } }, takesWords: true },
  async ({ values: { holder }, positionals: [action, named] }) => {
    const work = read(action, named, holder);
    const register = await openRegister(readConfig());
    try {
      await work(register);
    } finally {
      await register.close();
    }
  },
);
