import { TestServer } from '../support/server';

describe('node(id)', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it.each([
    ['Council', 'council(gssCode: "E08000016") { id }'],
    ['Country', 'area(code: "E92000001") { id }'],
    ['Region', 'area(code: "E12000002") { id }'],
    ['PoliceForce', 'area(code: "E23000005") { id }'],
    ['StrategicAuthority', 'area(code: "E47000001") { id }'],
    ['Organisation', 'organisation(code: "DFE") { id }'],
    ['Recommendation', 'recommendation(code: "12b") { id }'],
    ['StrategicPriority', 'strategicPriority(code: "2d") { id }'],
    ['StrategicObjective', 'strategicObjectives(first: 1) { nodes { id } }'],
    ['Indicator', 'indicator(code: "wellbeing_anxiety") { id }'],
    ['Observation', 'observations(first: 1, filter: { areas: ["E08000004"] }) { nodes { id } }'],
    ['Assignment', 'council(gssCode: "E08000004") { assignments(first: 1) { nodes { id } } }'],
  ])('finds a %s again', async (type, query) => {
    const id = JSON.stringify(await server.query(`{ ${query} }`)).match(/"id":"([^"]+)"/)![1];
    const { node } = await server.query('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(node).toEqual({ __typename: type, id });
  });

  it('knows every type that has an id', async () => {
    const { __type } = await server.query('{ __type(name: "Node") { possibleTypes { name } } }');
    expect(__type.possibleTypes.map(({ name }: any) => name).sort()).toEqual([
      'Action',
      'Assignment',
      'Council',
      'Country',
      'Indicator',
      'Milestone',
      'Observation',
      'Organisation',
      'PoliceForce',
      'PublishedAssessment',
      'PublishedUpdate',
      'Recommendation',
      'Region',
      'StrategicAuthority',
      'StrategicObjective',
      'StrategicPriority',
    ]);
  });

  it('leads on into what it found', async () => {
    const { council } = await server.query('{ council(gssCode: "E08000004") { id } }');
    const { node } = await server.query(
      'query ($id: ID!) { node(id: $id) { ... on Council { name region { name } } ... on Area { code observations(first: 1) { totalCount } } } }',
      { id: council.id },
    );
    expect(node).toMatchObject({ name: 'Oldham', code: 'E08000004', region: { name: 'North West' } });
  });

  const id = (text: string): string => Buffer.from(text).toString('base64url');
  it.each([
    '',
    'nonsense',
    id('Council:X'),
    id('Council:E12000002'),
    id('Region:E08000004'),
    id('Nothing:1'),
    id('constructor:1'),
    id('Observation:x'),
    id('Observation:a:b:2020-01-01:x'),
    id('Assignment:12a'),
    id('Assignment:12a:DFE'),
  ])('is null for %j', async (unknown) => {
    expect(await server.query('query ($id: ID!) { node(id: $id) { id } }', { id: unknown })).toEqual({ node: null });
  });
});
