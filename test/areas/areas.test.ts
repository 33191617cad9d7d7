import { TestServer } from '../support/server';

describe('areas', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('are of five kinds', async () => {
    const counts = await server.query(`{
      all: areas { totalCount }
      countries: areas(filter: { kinds: [COUNTRY] }) { totalCount nodes { code name } }
      authorities: areas(filter: { kinds: [STRATEGIC_AUTHORITY] }) { totalCount }
      councils: areas(filter: { kinds: [COUNCIL] }) { totalCount }
      regions { totalCount }
      policeForces { totalCount }
    }`);
    expect(counts).toEqual({
      all: { totalCount: 1 + 9 + 39 + 18 + 365 },
      countries: { totalCount: 1, nodes: [{ code: 'E92000001', name: 'England' }] },
      authorities: { totalCount: 18 },
      councils: { totalCount: 365 },
      regions: { totalCount: 9 },
      policeForces: { totalCount: 39 },
    });
  });

  it.each([
    ['E92000001', 'Country', 'COUNTRY', 'England', 'claimant_count'],
    ['E12000002', 'Region', 'REGION', 'North West', 'wellbeing_anxiety'],
    ['E23000005', 'PoliceForce', 'POLICE_FORCE_AREA', 'Greater Manchester', 'homicide_rate_pfa'],
    ['E47000001', 'StrategicAuthority', 'STRATEGIC_AUTHORITY', 'Greater Manchester', 'claimant_count'],
    ['E10000012', 'Council', 'COUNCIL', 'Essex', 'wellbeing_anxiety'],
    ['E08000016', 'Council', 'COUNCIL', 'Barnsley', 'wellbeing_anxiety'],
  ])('are found by the code %s, with their own figures', async (code, type, kind, name, indicator) => {
    const { area } = await server.query(
      `query ($code: String!, $indicator: String!) { area(code: $code) { __typename kind name
         observations(first: 1, filter: { indicators: [$indicator] }) { totalCount nodes { value area { name } } } } }`,
      { code, indicator },
    );
    expect(area).toMatchObject({ __typename: type, kind, name });
    expect(area.observations.totalCount).toBeGreaterThan(0);
    expect(area.observations.nodes).toEqual([{ value: expect.any(Number), area: { name } }]);
  });

  it('have none with a wrong code', async () => {
    expect(await server.query('{ area(code: "E00000000") { name } }')).toEqual({ area: null });
  });

  it('filter by name and code', async () => {
    const { areas } = await server.query(
      '{ areas(filter: { search: "greater manchester" }, orderBy: { field: CODE }) { nodes { __typename code } } }',
    );
    expect(areas.nodes).toEqual([
      { __typename: 'PoliceForce', code: 'E23000005' },
      { __typename: 'StrategicAuthority', code: 'E47000001' },
    ]);
    const byCode = await server.query('{ areas(filter: { codes: ["E08000016"] }) { nodes { code } } }');
    expect(byCode.areas.nodes).toEqual([{ code: 'E08000038' }]);
  });

  it('give a police force its councils and what it is asked to do', async () => {
    const { policeForces } = await server.query(`{ policeForces(filter: { search: "cumbria" }) { nodes { name
      councils { nodes { name } } organisation { kind policeForce { code } council { name } }
      assignments { nodes { recommendation { code } } } } } }`);
    expect(policeForces.nodes).toEqual([
      {
        name: 'Cumbria',
        councils: { nodes: [{ name: 'Cumberland' }, { name: 'Westmorland and Furness' }] },
        organisation: { kind: 'POLICE_FORCE', policeForce: { code: 'E23000002' }, council: null },
        assignments: { nodes: [{ recommendation: { code: '9a' } }] },
      },
    ]);
  });
});
