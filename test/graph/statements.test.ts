import { TestServer } from '../support/server';

/** A query must cost at most one SQL statement a level, however many rows a level has. */
describe('SQL statements', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it("are one for regions, their councils and the councils' figures", async () => {
    const { regions } = await server.query(`{
      regions { totalCount nodes { name
        councils(first: 40) { totalCount nodes { name
          observations(first: 5, filter: { indicators: ["wellbeing_anxiety"] }) { totalCount nodes { value } }
        } }
      } }
    }`);
    const councils = regions.nodes.flatMap((region: any) => region.councils.nodes);
    expect(councils.length).toBeGreaterThan(250);
    expect(councils.flatMap((council: any) => council.observations.nodes).length).toBeGreaterThan(1000);
    expect(server.statements).toHaveLength(1);
  });

  it('are one for recommendations, their assignments and the duty bearers', async () => {
    const { recommendations } = await server.query(`{
      recommendations(first: 100) { nodes { code
        assignments(first: 50) { totalCount nodes { response dutyBearer { name kind } } }
      } }
    }`);
    expect(recommendations.nodes).toHaveLength(38);
    expect(server.statements).toHaveLength(1);
  });

  it('are shared by fields of one level that follow the same link', async () => {
    await server.query(
      `{ observations(first: 100) { nodes { value unit source licence indicator { name } area { name } } } }`,
    );
    // The list with what it leads to, and the indicators for the fields that tell something of them.
    expect(server.statements).toHaveLength(2);
  });

  it('are one a level where the register is looked at as it was', async () => {
    const { register } = await server.query('{ register { publishedAt } }');
    await server.query(
      `{ recommendations(first: 100, asOf: "${register.publishedAt}") { nodes { assignments(first: 5) { nodes { dutyBearer { name } } } } } }`,
    );
    expect(server.statements.filter((sql) => sql.includes('parent') || sql.includes('any('))).toHaveLength(3);
  });

  it('carry no value in their text', async () => {
    await server.query(
      `{ councils(filter: { search: "canary-value" }) { nodes { name } } council(gssCode: "canary-code") { name } }`,
    );
    expect(server.statements).toHaveLength(2);
    expect(server.statements.join()).not.toContain('canary');
  });
});
