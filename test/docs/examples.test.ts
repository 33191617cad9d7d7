import { readExamples, USERS } from '../../src/docs/examples';
import { allFound, EVIDENCE } from '../assessments/support';
import { publishAs } from '../support/databases';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';
import { readBlocks } from './blocks';

const CALLERS: Record<string, Omit<Caller, 'roles'>> = {
  COUNCIL: { view: 'council', organisation: 'E08000004' },
  GOVERNMENT: { view: 'government', organisation: 'DFE' },
  OFFICE: { view: 'office', organisation: 'OSCDR', subject: 'reviewer' },
};
const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };

/** With an indicator that councils return themselves, of which the reference figures have none. */
async function startServer(): Promise<TestServer> {
  const server = await TestServer.start('reference');
  await publishAs(
    server.dataSource,
    1,
    `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
     values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
  );
  return server;
}

describe('the ready-made queries', () => {
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.stop());

  const examples = readExamples();

  it('are there for each kind of user', () => {
    for (const user of USERS) expect(examples.filter((example) => example.user === user).length).toBeGreaterThan(2);
  });

  let quarter = 0;
  const draft = async (): Promise<string> => {
    const { progressUpdate } = await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
      recommendationCode: '12a',
      periodStart: `20${10 + quarter}-01-01`,
      periodEnd: `20${10 + quarter++}-03-31`,
      deliveryStatus: 'IN_PROGRESS',
      selfRatedRag: 'AMBER',
      summary: 'Written for a test',
    });
    return progressUpdate.id;
  };
  const submitted = async (): Promise<string> => {
    const id = await draft();
    await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 1 });
    return id;
  };
  const approved = async (): Promise<string> => {
    const id = await submitted();
    await mutate(server, REVIEWER, 'approveProgressUpdate', 'id', { id, expectedVersion: 2 });
    return id;
  };
  /** What the variables of an example leave to the reader. */
  const BLANKS: Record<string, () => Promise<string>> = {
    'submit-a-report': draft,
    'return-a-report': submitted,
    'approve-a-report': submitted,
    'publish-a-report': approved,
  };

  it.each(examples.map((example) => [example.name, example] as const))(
    'are answered as they stand: %s',
    async (name, { query, variables, view, role }) => {
      const caller = view === 'PUBLIC' ? undefined : { ...CALLERS[view]!, roles: role === undefined ? [] : [role] };
      const id = BLANKS[name] && (await BLANKS[name]());
      const filled = variables.replace(/ID OF [A-Z ]+/, id ?? '').replace('CODE OF THE INDICATOR', 'returned_cases');
      const data = await server.query(query, filled === '' ? {} : JSON.parse(filled), caller);
      for (const answer of Object.values<any>(data)) {
        expect(answer).not.toBeNull();
        if (/^mutation/.test(query)) expect(answer.userErrors).toEqual([]);
        else if (answer.nodes && view === 'PUBLIC') expect(answer.nodes.length).toBeGreaterThan(0);
      }
    },
  );
});

const blocks = readBlocks('graphql');
const ROLES: Record<string, string[]> = {
  COUNCIL: ['submitter', 'administrator'],
  GOVERNMENT: ['submitter'],
  OFFICE: ['submitter', 'approver', 'publisher'],
};

describe.each([...new Set(blocks.map(({ document }) => document))])('the queries in %s', (document) => {
  let server: TestServer;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.stop());

  /** What the blocks before have made: the ids by the name of the field that had them. */
  const made: Record<string, string> = {};

  /** What the words between two blocks tell of, by the mutation that follows them. */
  const MEANWHILE: Record<string, () => Promise<void>> = {
    approveProgressUpdate: async () => {
      const id = made['progressUpdate'];
      const evidence = [{ title: 'Minutes', kind: 'MINUTES', url: 'https://example.org/minutes.pdf' }];
      await mutate(server, OLDHAM, 'saveProgressUpdate', 'id', {
        id,
        expectedVersion: 3,
        periodStart: '2026-07-01',
        periodEnd: '2026-09-30',
        deliveryStatus: 'IN_PROGRESS',
        summary: 'Written for a test',
        evidence,
      });
      await mutate(server, OLDHAM, 'submitProgressUpdate', 'id', { id, expectedVersion: 4 });
    },
    openAssessmentReply: async () => {
      const others = Object.entries(allFound('PARTLY')).filter(([code]) => code !== 'STRATEGY');
      for (const [index, [criterionCode, finding]] of others.entries()) {
        await mutate(server, { ...REVIEWER, roles: ['submitter'] }, 'saveAssessmentFinding', 'id', {
          id: made['councilAssessment'],
          expectedVersion: index + 2,
          criterionCode,
          finding,
          summary: 'Written for a test',
          evidence: EVIDENCE,
        });
      }
    },
  };

  const own = blocks.filter((block) => block.document === document).map(({ label, text }) => [label, text] as const);
  it.each(own)('are answered as they stand: %s %s', async (label, text) => {
    // A block that names no view is nobody's.
    const view = label.replace(/^graphql /, '').toUpperCase();
    const caller = view === 'PUBLIC' ? undefined : { ...CALLERS[view]!, roles: ROLES[view]! };
    await MEANWHILE[/^mutation[^{]*\{\s*(\w+)/.exec(text)?.[1] ?? '']?.();
    const variables = {
      update: made['progressUpdate'],
      assessment: made['councilAssessment'],
      csv: 'indicator_code,period,value\nreturned_cases,2026-Q3,14\n',
    };
    const data = await server.query(text, variables, caller);
    // Of a moment before the register was published there is nothing to tell.
    const answers = Object.values<any>(data).filter((answer) => answer !== null);
    expect(answers).not.toEqual([]);
    for (const answer of answers) {
      if (!text.startsWith('mutation')) continue;
      expect(answer.userErrors).toEqual([]);
      for (const [field, record] of Object.entries<any>(answer)) if (record.id) made[field] = record.id;
    }
  });
});
