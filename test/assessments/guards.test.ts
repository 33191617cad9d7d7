import { publishAs } from '../support/databases';
import { TestServer } from '../support/server';
import { allFound, assess, draft, open } from './support';

/** What PostgreSQL refuses by itself, whatever a service forgets. */
describe('the database', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await draft(server, 'E08000004', 2024, allFound('SUFFICIENT'));
    await open(server, await draft(server, 'E08000004', 2025, allFound('SUFFICIENT')));
    await assess(server, 'E08000004', 2026, allFound('SUFFICIENT'));
  });
  afterAll(() => server.stop());

  /** Runs statements in the role of a view, for an organisation and a person, and undoes them. */
  const as = async (role: string, code: string, ...statements: string[]): Promise<any> => {
    let answer: unknown;
    await server.dataSource
      .transaction(async (manager) => {
        await manager.query(
          `select set_config('oscdr.organisation', (select id::text from organisation where code = $1), true),
             set_config('oscdr.subject', 'officer', true)`,
          [code],
        );
        await manager.query(`set local role ${role}`);
        for (const statement of statements) answer = await manager.query(statement);
        throw new Error('undo');
      })
      .catch((error: Error) => {
        if (error.message !== 'undo') throw error;
      });
    return answer;
  };
  const OLDHAM = ['oscdr_council', 'E08000004'] as const;
  const STOKE = ['oscdr_council', 'E06000021'] as const;
  const DFE = ['oscdr_government', 'DFE'] as const;
  const OFFICE = ['oscdr_office', 'OSCDR'] as const;

  it('shows drafts to the Office alone, and what may be replied to also to its council', async () => {
    const years = async ([role, code]: readonly [string, string]): Promise<number[]> =>
      (await as(role, code, 'select year from council_assessment order by year')).map(({ year }: any) => year);
    expect(await years(OFFICE)).toEqual([2024, 2025, 2026]);
    expect(await years(OLDHAM)).toEqual([2025, 2026]);
    expect(await years(STOKE)).toEqual([]);
    expect(await years(DFE)).toEqual([]);
    const count = async (who: readonly [string, string], table: string): Promise<number> =>
      (await as(...who, `select count(*)::int4 from ${table}`))[0].count;
    expect(await count(OFFICE, 'assessment_finding')).toBe(18);
    expect(await count(OLDHAM, 'assessment_finding')).toBe(12);
    expect(await count(STOKE, 'assessment_finding')).toBe(0);
    expect(await count(OLDHAM, 'assessment_reply')).toBe(1);
    expect(await count(STOKE, 'assessment_reply')).toBe(0);
    // Who wrote it, and when it went which step, is the Office's own.
    expect(await count(OFFICE, 'submission')).toBe(3);
    for (const table of ['submission', 'workflow_event']) expect(await count(OLDHAM, table)).toBe(0);
    for (const table of ['council_assessment', 'assessment_finding', 'assessment_reply']) {
      await expect(as('oscdr_public', 'E08000004', `select from ${table}`)).rejects.toThrow('permission denied');
    }
    await expect(as(...DFE, 'select from assessment_finding')).rejects.toThrow('permission denied');
  });

  const move = (year: number, status: string, more = ''): string =>
    `update council_assessment set status = '${status}', version = version + 1 ${more} where year = ${year}`;

  it.each([
    ['the Office publishes while the council may reply', OFFICE, move(2025, 'PUBLISHED'), 'its time to reply is over'],
    [
      'the Office publishes a draft',
      OFFICE,
      move(2024, 'PUBLISHED', ', reply_due_on = now(), round = 1'),
      'not changed',
    ],
    ['the Office replies for the council', OFFICE, move(2025, 'REPLIED'), 'does not go from'],
    [
      'the Office shortens the time to reply',
      OFFICE,
      move(2025, 'AWAITING_REPLY', ', reply_due_on = now()'),
      'not changed',
    ],
    ['the Office takes back what is published', OFFICE, move(2026, 'WITHDRAWN'), 'does not go from'],
    [
      'the Office changes a finding that the council was shown',
      OFFICE,
      `update assessment_finding set finding = 'INSUFFICIENT' where council_assessment_id = (select id from council_assessment where year = 2025)`,
      'AWAITING_REPLY is not changed',
    ],
    ['the Office changes what is published', OFFICE, `update published_finding set summary = 'x'`, 'permission denied'],
    [
      'the Office publishes a copy without a publication',
      OFFICE,
      `insert into published_assessment (council_assessment_id, organisation_id, year, criteria_version, reply_due_on, revision)
       select id, organisation_id, year, criteria_version, reply_due_on, 1 from council_assessment where year = 2025`,
      'belongs to the publication that brings it',
    ],
    [
      'the Office writes the reply',
      OFFICE,
      `insert into assessment_reply (council_assessment_id, organisation_id, round, text, submitted_by)
       select id, organisation_id, round, 'x', 'officer' from council_assessment where year = 2025`,
      'permission denied',
    ],
    ['the council publishes', OLDHAM, move(2025, 'PUBLISHED'), 'row-level security|does not go from'],
    [
      'the council replies in the name of another',
      OLDHAM,
      `insert into assessment_reply (council_assessment_id, organisation_id, round, text, submitted_by)
       select id, organisation_id, round, 'x', 'somebody else' from council_assessment where year = 2025`,
      'row-level security',
    ],
    [
      'the council replies when it is published',
      OLDHAM,
      `insert into assessment_reply (council_assessment_id, organisation_id, round, text, submitted_by)
       select id, organisation_id, 2, 'x', 'officer' from council_assessment where year = 2026`,
      'row-level security',
    ],
    ['the council changes a finding', OLDHAM, `update assessment_finding set summary = 'x'`, 'permission denied'],
    ['the council sets its time', OLDHAM, `update council_assessment set reply_due_on = now()`, 'permission denied'],
  ])('refuses that %s', async (_what, who, statement, message) => {
    await expect(as(who[0], who[1], statement)).rejects.toThrow(new RegExp(message));
  });

  it.each([
    'published_assessment',
    'published_finding',
    'assessment_reply',
    'assessment_criteria_set',
    'assessment_criterion',
  ])('lets nobody rewrite %s, not even its owner', async (table) => {
    for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
      await expect(publishAs(server.dataSource, 1, statement)).rejects.toThrow('append-only');
    }
  });
});
