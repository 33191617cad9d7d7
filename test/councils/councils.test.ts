import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';

describe('councils', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const councils = referenceRows('councils.csv');
  const current = councils.filter((row) => row['is_current'] === 'true');

  const count = async (filter?: object): Promise<number> =>
    (await server.query('query ($filter: CouncilFilter) { councils(filter: $filter) { totalCount } }', { filter }))
      .councils.totalCount;
  const names = async (filter: object): Promise<string[]> =>
    (
      await server.query(
        'query ($filter: CouncilFilter) { councils(first: 100, filter: $filter) { nodes { name } } }',
        {
          filter,
        },
      )
    ).councils.nodes.map(({ name }: { name: string }) => name);
  const council = async (gssCode: string, fields: string): Promise<any> =>
    (await server.query(`query ($gssCode: String!) { council(gssCode: $gssCode) { ${fields} } }`, { gssCode })).council;

  it.each([
    ['NON_METROPOLITAN_DISTRICT', 164],
    ['UNITARY_AUTHORITY', 63],
    ['METROPOLITAN_DISTRICT', 36],
    ['LONDON_BOROUGH', 32],
    ['CITY_CORPORATION', 1],
    ['COUNTY', 21],
  ])('of the type %s number %i, as in the files', async (type, expected) => {
    expect(current.filter((row) => row['type'] === type)).toHaveLength(expected);
    expect(await count({ types: [type] })).toBe(expected);
  });

  it('are the current ones, the abolished ones or both, as the filter says', async () => {
    expect(await count()).toBe(317);
    expect(await count({})).toBe(317);
    expect(await count({ isCurrent: true })).toBe(317);
    expect(await count({ isCurrent: false })).toBe(48);
    expect(await count({ isCurrent: null })).toBe(365);
  });

  it.each([
    ['regions', 'region_code', 'E12000002'],
    ['policeForces', 'police_force_code', 'E23000005'],
    ['counties', 'county_code', 'E10000012'],
  ])('filter by %s', async (filter, column, code) => {
    const expected = current.filter((row) => row[column] === code).map((row) => row['name']);
    expect(expected.length).toBeGreaterThan(1);
    expect((await names({ [filter]: [code] })).sort()).toEqual(expected.sort());
    expect(await names({ [filter]: ['E99999999'] })).toEqual([]);
  });

  it('combine filters', async () => {
    expect(await names({ regions: ['E12000002'], types: ['METROPOLITAN_DISTRICT'], search: 'bo' })).toEqual(['Bolton']);
  });

  it.each([
    ['oldham', ['Oldham']],
    ['OLDHAM COUNCIL', ['Oldham']],
    ['Oldhám', ['Oldham']],
    ['  Oldham Metropolitan   Borough Council ', ['Oldham']],
    ['kings lynn', ['Kings Lynn and West Norfolk']],
    ['King’s Lynn', ['Kings Lynn and West Norfolk']],
    ['st helens', ['St. Helens']],
    ['hammersmith & fulham', ['Hammersmith and Fulham']],
    ['stoke on trent', ['Stoke-on-Trent']],
    ['furness westmorland', ['Westmorland and Furness']],
    ['lon', ['City of London']],
    ['london borough of hackney', ['Hackney']],
    ['100%', []],
    ['old_am', []],
  ])('search by the name %j', async (search, expected) => {
    expect(await names({ search })).toEqual(expected);
  });

  it('search for nothing in particular finds all', async () => {
    expect(await count({ search: 'Council' })).toBe(317);
    expect(await count({ search: ' ' })).toBe(317);
  });

  it('have all their particulars and links', async () => {
    const oldham = await council(
      'E08000004',
      `gssCode code name officialName kind type isCurrent startedOn endedOn squareKilometres latitude longitude
       formerGssCodes region { code name } policeForce { code name councils { totalCount } } county { name }
       districts { name } strategicAuthority { code name councils { totalCount } } predecessors { name }
       successors { name } organisation { code name kind council { name } }`,
    );
    const row = current.find((each) => each['code'] === 'E08000004')!;
    expect(oldham).toEqual({
      gssCode: 'E08000004',
      code: 'E08000004',
      name: 'Oldham',
      officialName: 'Oldham Metropolitan Borough Council',
      kind: 'COUNCIL',
      type: 'METROPOLITAN_DISTRICT',
      isCurrent: true,
      startedOn: row['started_on'] || null,
      endedOn: null,
      squareKilometres: Number(row['square_kilometres']),
      latitude: Number(row['latitude']),
      longitude: Number(row['longitude']),
      formerGssCodes: [],
      region: { code: 'E12000002', name: 'North West' },
      policeForce: { code: 'E23000005', name: 'Greater Manchester', councils: { totalCount: 10 } },
      county: null,
      districts: [],
      strategicAuthority: { code: 'E47000001', name: 'Greater Manchester', councils: { totalCount: 10 } },
      predecessors: [],
      successors: [],
      organisation: {
        code: 'E08000004',
        name: 'Oldham Metropolitan Borough Council',
        kind: 'COUNCIL',
        council: { name: 'Oldham' },
      },
    });
  });

  it('link a county with its current districts, both ways', async () => {
    const essex = await council('E10000012', 'name districts { name county { code } }');
    const expected = current.filter((row) => row['county_code'] === 'E10000012').map((row) => row['name']);
    expect(essex.districts.map(({ name }: any) => name)).toEqual(expected.sort());
    expect(new Set(essex.districts.map(({ county }: any) => county.code))).toEqual(new Set(['E10000012']));
  });

  it('show an abolished county with the districts that went with it', async () => {
    const cumbria = await council('E10000006', 'isCurrent endedOn successors { name } districts { name isCurrent }');
    expect(cumbria.isCurrent).toBe(false);
    expect(cumbria.successors).toEqual([{ name: 'Cumberland' }, { name: 'Westmorland and Furness' }]);
    expect(cumbria.districts).toHaveLength(6);
    expect(cumbria.districts.every((district: any) => district.isCurrent === false)).toBe(true);
  });

  it('find an abolished council, its successor and from there the way back', async () => {
    const barrow = await council(
      'E07000027',
      'name isCurrent endedOn successors { gssCode name predecessors { name } }',
    );
    expect(barrow).toEqual({
      name: 'Barrow-in-Furness',
      isCurrent: false,
      endedOn: '2023-04-01',
      successors: [
        {
          gssCode: 'E06000064',
          name: 'Westmorland and Furness',
          predecessors: ['Barrow-in-Furness', 'Cumbria', 'Eden', 'South Lakeland'].map((name) => ({ name })),
        },
      ],
    });
  });

  it.each(
    referenceRows('former_codes.csv')
      .filter((row) => !row['code']!.startsWith('E47'))
      .map((row) => [row['former_code']!, row['code']!]),
  )('find by the former code %s the council that now is %s', async (former, code) => {
    expect(await council(former, 'gssCode formerGssCodes')).toEqual({ gssCode: code, formerGssCodes: [former] });
    expect(await count({ gssCodes: [former] })).toBe(1);
  });

  it.each(['X', '', 'E09999999', 'e08000004 ', 'E12000002', 'E47000001', "' or true --"])(
    'have none with the code %j',
    async (code) => {
      expect(await council(code, 'name')).toBeNull();
    },
  );

  it('refuse a code with a character no text can have', async () => {
    const refusal = await server.refusal('query ($code: String!) { council(gssCode: $code) { name } }', {
      code: 'E\0',
    });
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain('U+0000');
  });

  it('have fifteen statistical neighbours, never themselves, in the same ONS cluster', async () => {
    const cluster = new Map(councils.map((row) => [row['code']!, row['global_cluster']!]));
    const { councils: page } = await server.query(
      '{ councils(first: 100, filter: { regions: ["E12000002"] }) { nodes { gssCode type neighbours { gssCode isCurrent } } } }',
    );
    for (const { gssCode, type, neighbours } of page.nodes) {
      expect(neighbours).toHaveLength(type === 'COUNTY' ? 0 : 15);
      for (const neighbour of neighbours) {
        expect(neighbour.gssCode).not.toBe(gssCode);
        expect(neighbour.isCurrent).toBe(true);
        expect(cluster.get(neighbour.gssCode)).toBe(cluster.get(gssCode));
      }
    }
  });

  it('are asked to act on the five recommendations to councils', async () => {
    const oldham = await council(
      'E08000004',
      'assignments { totalCount nodes { recommendation { code } response reported } }',
    );
    expect(oldham.assignments.nodes.map((each: any) => each.recommendation.code)).toEqual([
      '12a',
      '12b',
      '12c',
      '12d',
      '12e',
    ]);
    expect(new Set(oldham.assignments.nodes.map((each: any) => each.response))).toEqual(new Set(['NO_RESPONSE']));
    expect(oldham.assignments.nodes.some((each: any) => each.reported)).toBe(false);
  });

  it('are asked nothing once abolished', async () => {
    expect(await council('E07000027', 'assignments { totalCount }')).toEqual({ assignments: { totalCount: 0 } });
  });
});
