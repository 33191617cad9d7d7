import { asOwner } from '../../bench/database/bench-database';
import { LABEL, makeHistory } from '../../bench/database/synthetic-history';
import { assertEqual, difference, inOneShape } from '../../bench/equality';
import { drive, type Target } from '../../bench/load';
import { makeQuestions } from '../../bench/queries/questions';
import { type Contender, type Servers, startServers } from '../../bench/servers/contenders';
import { findSubmitters } from '../../bench/submission/drafts';
import { type BenchIssuer, openIssuer } from '../../bench/submission/issuer';
import { assertSameRows } from '../../bench/submission/written-rows';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';

const SCALE = 0.05;
const CONTENDERS: Contender[] = ['limit', 'register', 'council', 'government', 'office'];

describe('the bench', () => {
  let clone: Clone;
  let folder: Folder;
  let issuer: BenchIssuer;
  let servers: Servers;

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    folder = new Folder();
    await asOwner(clone.url, (owner) => makeHistory(owner, SCALE, () => undefined));
    issuer = await openIssuer();
    servers = await startServers(clone.url, {
      contenders: CONTENDERS,
      issuer,
      directory: folder.path,
      postgraphile: undefined,
      node: process.execPath,
    });
  });

  afterAll(async () => {
    await servers.stop();
    await issuer.close();
    folder.remove();
    await clone.drop();
  });

  it('makes history that says that it is synthetic, and leaves the real figures as they are', async () => {
    const [counts] = await asOwner(clone.url, async (owner) => {
      const { rows } = await owner.query<Record<string, number>>(
        `select (select count(*)::int4 from published_update) as updates,
           (select count(*)::int4 from published_update where summary not like '${LABEL}%') as unlabelled,
           (select count(*)::int4 from observation where revision > 1) as figures,
           (select count(*)::int4 from action where summary <> '${LABEL}') as actions`,
      );
      return rows;
    });
    expect(counts).toEqual({ updates: 500, unlabelled: 0, figures: 0, actions: 0 });
  });

  it('asks the server, in every view, and the limit the same, and is answered the same', async () => {
    for (const question of await makeQuestions(clone.url)) {
      const targets = new Map<string, Target>();
      for (const contender of CONTENDERS) {
        targets.set(contender, (await servers.target(contender, question))!);
      }
      // An answer of nothing would be the same everywhere.
      expect(await assertEqual(question.name, targets)).toBeGreaterThan(5000);
    }
  });

  it('submits a progress update by the server and by the limit, and finds the same rows written', async () => {
    const address = (name: string): string => servers.processes.get(name)!.address;
    const submitters = await findSubmitters(clone.url, issuer);
    await assertSameRows(clone.url, submitters, { register: address('register'), limit: address('limit') });
  });

  it('counts errors as failures', async () => {
    const url = servers.processes.get('register')!.address;
    const run = await drive({ url, bodies: [{ query: '{ nothing }' }] }, 0.2);
    expect(run.failures).toBeGreaterThan(0);
  });
});

describe('the comparison of answers', () => {
  it('finds where they differ', () => {
    expect(difference({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBeUndefined();
    expect(difference({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe('data.a.1.b: 2 and 3');
    expect(difference({ a: [1] }, { a: [1, 2] })).toBe('data.a.1: undefined and 2');
    expect(difference({ a: null }, {})).toBe('data.a: null and undefined');
  });

  it('takes away what aliases cannot', () => {
    const answer = { council: { lifted: { nodes: [{ lifted: { period__start: 1, period__end: 2, value: 3 } }] } } };
    expect(inOneShape(answer)).toEqual({ council: { nodes: [{ period: { start: 1, end: 2 }, value: 3 }] } });
  });
});
