import { readExamples, USERS } from '../../src/docs/examples';
import { publishAs } from '../support/databases';
import { mutate } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

const CALLERS: Record<string, Omit<Caller, 'roles'>> = {
  COUNCIL: { view: 'council', organisation: 'E08000004' },
  GOVERNMENT: { view: 'government', organisation: 'DFE' },
  OFFICE: { view: 'office', organisation: 'OSCDR', subject: 'reviewer' },
};
const OLDHAM: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };

describe('the ready-made queries', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await publishAs(
      server.dataSource,
      1,
      `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
       values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
    );
  });
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
