import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';

describe('organisations', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const NATIONAL = ['GOVERNMENT', 'OFFICE', 'DEPARTMENT', 'REGULATOR', 'PUBLIC_BODY', 'SECTOR'];

  it('are those of the files, the councils and the police forces', async () => {
    const rows = referenceRows('organisations.csv');
    const answer = await server.query(
      `query ($national: [OrganisationKind!]!) {
        all: organisations { totalCount }
        ever: organisations(filter: { isCurrent: null }) { totalCount }
        councils: organisations(filter: { kinds: [COUNCIL] }) { totalCount }
        forces: organisations(filter: { kinds: [POLICE_FORCE] }) { totalCount }
        national: organisations(first: 100, filter: { kinds: $national }, orderBy: { field: CODE }) { nodes { code name kind note } }
      }`,
      { national: NATIONAL },
    );
    expect(answer).toMatchObject({
      all: { totalCount: 19 + 317 + 39 },
      ever: { totalCount: 19 + 317 + 39 + 48 },
      councils: { totalCount: 317 },
      forces: { totalCount: 39 },
    });
    expect(answer.national.nodes).toEqual(
      rows
        .map((row) => ({ ...row, note: row['note'] || null }))
        .sort((a, b) => (a as Record<string, string>)['code']!.localeCompare((b as Record<string, string>)['code']!)),
    );
  });

  it('are found by code, councils by a former one too', async () => {
    const { department, council, none } = await server.query(`{
      department: organisation(code: "DFE") { name kind isCurrent council { name } policeForce { name }
        recommendations { nodes { code } } assignments { totalCount } }
      council: organisation(code: "E08000016") { code name council { gssCode } }
      none: organisation(code: "X") { name }
    }`);
    expect(department).toEqual({
      name: 'Department for Education',
      kind: 'DEPARTMENT',
      isCurrent: true,
      council: null,
      policeForce: null,
      recommendations: { nodes: ['4', '7a', '7b', '7c', '7d'].map((code) => ({ code })) },
      assignments: { totalCount: 5 },
    });
    expect(council).toEqual({
      code: 'E08000038',
      name: 'Barnsley Metropolitan Borough Council',
      council: { gssCode: 'E08000038' },
    });
    expect(none).toBeNull();
  });
});
