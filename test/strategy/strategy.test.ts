import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';

describe('the strategy', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('has three objectives and seven priorities that lead to each other', async () => {
    const priorities = referenceRows('strategic_priorities.csv');
    const { strategicObjectives, strategicPriorities } = await server.query(`{
      strategicObjectives { totalCount nodes { code title summary priorities { code } } }
      strategicPriorities { totalCount nodes { code title summary objective { code } } }
    }`);
    expect(strategicObjectives.totalCount).toBe(3);
    expect(strategicObjectives.nodes).toEqual(
      referenceRows('strategic_objectives.csv').map((row) => ({
        ...row,
        priorities: priorities.filter((each) => each['objective'] === row['code']).map(({ code }) => ({ code })),
      })),
    );
    expect(strategicPriorities.totalCount).toBe(7);
    expect(strategicPriorities.nodes).toEqual(
      priorities.map(({ objective, ...row }) => ({ ...row, objective: { code: objective } })),
    );
  });

  it('leads from a priority to the recommendations that serve it', async () => {
    const expected = referenceRows('recommendations.csv')
      .filter((row) => row['priorities']!.split('|').includes('2f'))
      .map(({ code }) => ({ code }));
    const { strategicPriority } = await server.query(
      '{ strategicPriority(code: "2f") { title recommendations { totalCount nodes { code } } } }',
    );
    expect(strategicPriority.recommendations).toEqual({ totalCount: expected.length, nodes: expected });
  });

  it('filters and orders', async () => {
    const answer = await server.query(`{
      priorities: strategicPriorities(filter: { objectives: ["RESPOND_AND_RECOVER"] }, orderBy: { field: TITLE }) { nodes { code } }
      objectives: strategicObjectives(filter: { codes: ["RESPOND_AND_RECOVER", "nope"] }) { nodes { code } }
      none: strategicPriority(code: "2h") { code }
    }`);
    expect(answer).toEqual({
      priorities: { nodes: [{ code: '2g' }, { code: '2f' }] },
      objectives: { nodes: [{ code: 'RESPOND_AND_RECOVER' }] },
      none: null,
    });
  });
});
