import { TestServer } from '../support/server';
describe('scratch', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  it('x', async () => {
    const F = `indicator { code } latest { value period { label } } laterGap { missingReason } reason england { value } region { value }
      amongType { rank of order tiedWith percentile zScore notClearlyDifferent lowReliability reason distribution { count withoutValue mean weighted median lowerQuartile upperQuartile minimum maximum standardDeviation method } }
      amongNeighbours { rank of percentile zScore reason members { council { name } rank observation { value } } }
      change { from { value period { label } derived } to { value period { label } } difference lower upper relativeDifference significant verdict reason derived method }
      trend { direction points from { label } slopePerYear pValue reason }
      notJoined`;

    const view = (server as any).databases.PUBLIC;
    const rows = view.rows.bind(view);
    view.rows = async (sql: string, p: any) => { const t = performance.now(); const r = await rows(sql, p); console.info('SQL', Math.round(performance.now() - t), r.length, sql.slice(0, 60).replace(/\s+/g, ' '));
      if (false as boolean) { const e = await rows('explain (analyze, costs off) ' + sql, p); console.info(e.map((x: any) => x['QUERY PLAN']).join('\n')); }
      return r; };
    for (const f of ['change { verdict }', 'amongType { rank }', 'amongNeighbours { rank }', F]) {
      const t = performance.now();
      const r = await server.query(`{ councils(first: 50) { nodes { name comparisons(first: 100) { nodes { ${f} } } } } }`);
      console.info(f.slice(0, 40), performance.now() - t, server.statements.length, r.councils.nodes.length);
    }
    const T = await import('../../src/database/database'); const R = (T.TransactionReads as any).prototype.rows;
    (T.TransactionReads as any).prototype.rows = async function (sql: string, p: any) { const t = performance.now(); const r = await R.call(this, sql, p); console.info('PAST', Math.round(performance.now() - t), r.length, sql.slice(0, 60).replace(/\s+/g, ' ')); return r; };
    const t = performance.now();
    const r = await server.query(`{ councils(first: 50, asOf: "${new Date().toISOString()}") { nodes { name comparisons(first: 100) { nodes { ${F} } } } } }`);
    console.info(performance.now() - t, r.councils.nodes[3].comparisons.nodes.length);
  }, 60000);
});
