import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { verifyChains } from '../../src/audit/chain';
import { isWellFormed, makeKey } from '../../src/api-keys/api-key';
import { revokeKey } from '../../src/api-keys/key-store';
import { projectDirectory } from '../../src/project';
import { type Clone, cloneDatabase } from '../support/databases';
import { connect } from '../../src/database/data-source';

describe('an API key', () => {
  it('is random, known by its beginning, and carries a checksum', () => {
    const keys = Array.from({ length: 1_000 }, makeKey);
    expect(new Set(keys).size).toBe(1_000);
    for (const key of keys) expect(key).toMatch(/^oscdr_pk_[0-9a-f]{48}$/);
    expect(keys.every(isWellFormed)).toBe(true);
    const [key] = keys as [string];
    const mistypings = [...key].map(
      (each, index) => key.slice(0, index) + (each === '0' ? '1' : '0') + key.slice(index + 1),
    );
    expect([...mistypings, key.slice(1), `${key}0`, `${key}\n`, '', 'oscdr_pk_'].filter(isWellFormed)).toEqual([]);
  });

  describe('on the command line', () => {
    let clone: Clone;
    beforeAll(async () => (clone = await cloneDatabase('reference')));
    afterAll(() => clone.drop());

    const run = async (...words: string[]): Promise<{ output: string; errors: string; failed: boolean }> => {
      const program = path.join(projectDirectory, 'dist/src/api-keys/main.js');
      const env = { ...process.env, DATABASE_URL: clone.url };
      try {
        const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, ...words], { env });
        return { output: stdout.trim(), errors: stderr, failed: false };
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        return { output: stdout.trim(), errors: stderr, failed: true };
      }
    };

    it('is made, listed and revoked; nothing but its hash is kept', async () => {
      const { output: key } = await run('create', '--holder', 'University of Oldham');
      expect(isWellFormed(key)).toBe(true);
      const shown = key.slice(0, 17);
      const dataSource = await connect(clone.url);
      const [row] = await dataSource.query('select api_key::text as text from api_key');
      expect(row.text).not.toContain(key.slice(17));
      await expect(
        dataSource.transaction(async (manager) => {
          await manager.query('set local role oscdr_office');
          await manager.query('select from api_key');
        }),
      ).rejects.toThrow('permission denied for table api_key');
      expect((await run('revoke', shown)).output).toBe(`${shown}… of University of Oldham is revoked.`);
      await expect(revokeKey(dataSource, key)).rejects.toThrow(`There is no key ${shown}… that is in use`);
      const entries = await dataSource.query(
        `select code, actor, action, subject_key as key, detail from audit_entry
         join organisation on organisation.id = organisation_id where subject_type = 'ApiKey' order by sequence`,
      );
      const detail = { shown, holder: 'University of Oldham' };
      const entry = { code: 'OSCDR', actor: 'api-key command', key: shown, detail };
      expect(entries).toEqual(['createApiKey', 'revokeApiKey'].map((action) => ({ ...entry, action })));
      expect((await verifyChains(dataSource)).broken).toEqual([]);
      await dataSource.destroy();
      expect((await run('list')).output).toMatch(
        new RegExp(`^${shown}…  University of Oldham \\(made \\S+, revoked \\S+\\)$`),
      );
    }, 60_000);

    it.each([[['destroy']], [['create']], [['revoke']], [[]]])('says what it expects: %j', async (words) => {
      const { failed, errors } = await run(...words);
      expect([failed, errors]).toEqual([true, expect.stringContaining('npm run api-key --')]);
    });
  });
});
