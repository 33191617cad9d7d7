import { referenceRows } from '../support/reference';
import { TestServer } from '../support/server';

describe('recommendations', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const rows = referenceRows('recommendations.csv');
  const codes = async (filter: object, orderBy?: object): Promise<string[]> =>
    (
      await server.query(
        'query ($filter: RecommendationFilter, $orderBy: RecommendationOrderBy) { recommendations(first: 100, filter: $filter, orderBy: $orderBy) { nodes { code } } }',
        { filter, orderBy },
      )
    ).recommendations.nodes.map(({ code }: { code: string }) => code);
  const having = (column: string, code: string): string[] =>
    rows.filter((row) => row[column]!.split('|').includes(code)).map((row) => row['code']!);

  it('number 38 and stand in the order of the review', async () => {
    expect(rows).toHaveLength(38);
    expect(await codes({})).toEqual(rows.map((row) => row['code']));
  });

  it('say what the files say', async () => {
    const { recommendations } = await server.query(`{ recommendations(first: 100) { nodes {
      code title summary kind dueOn recurrence parent { code } addressees { code } priorities { code } } } }`);
    const byCode = (a: { code: string }, b: { code: string }): number => a.code.localeCompare(b.code);
    const split = (cell: string): object[] =>
      cell
        .split('|')
        .filter(Boolean)
        .map((code) => ({ code }))
        .sort(byCode);
    recommendations.nodes.forEach((each: any) => each.addressees.sort(byCode));
    expect(recommendations.nodes).toEqual(
      rows.map((row) => ({
        code: row['code'],
        title: row['title'],
        summary: row['summary'],
        kind: row['kind'],
        dueOn: row['due_on'] || null,
        recurrence: row['recurrence'] || null,
        parent: row['parent_code'] ? { code: row['parent_code'] } : null,
        addressees: split(row['addressees']!),
        priorities: split(row['priorities']!),
      })),
    );
  });

  it.each([
    ['9a', 39, 'POLICE_FORCE'],
    ['12a', 317, 'COUNCIL'],
    ['12e', 317, 'COUNCIL'],
    ['4', 8, 'DEPARTMENT'],
    ['7b', 1, 'DEPARTMENT'],
    ['13', 1, 'SECTOR'],
    ['12', 0, null],
  ])('%s has %i duty bearers', async (code, count, kind) => {
    const { recommendation } = await server.query(
      'query ($code: String!) { recommendation(code: $code) { dutyBearers(first: 100) { totalCount nodes { kind } } assignments { totalCount } } }',
      { code },
    );
    expect(recommendation.dutyBearers.totalCount).toBe(count);
    expect(recommendation.assignments.totalCount).toBe(count);
    expect(new Set(recommendation.dutyBearers.nodes.map((each: any) => each.kind))).toEqual(
      new Set(kind ? [kind] : []),
    );
  });

  it('4 is borne by every department and no one else', async () => {
    const departments = referenceRows('organisations.csv').filter((row) => row['kind'] === 'DEPARTMENT');
    const { recommendation } = await server.query(
      '{ recommendation(code: "4") { addressees { code name organisation { code } organisationKind } dutyBearers { nodes { code } } } }',
    );
    expect(recommendation.addressees).toEqual([
      { code: 'DEPARTMENTS', name: 'Every government department', organisation: null, organisationKind: 'DEPARTMENT' },
    ]);
    expect(recommendation.dutyBearers.nodes.map((each: any) => each.code).sort()).toEqual(
      departments.map((row) => row['code']).sort(),
    );
  });

  it('lead to their parts and back', async () => {
    const { recommendation } = await server.query(
      '{ recommendation(code: "12") { kind children { code parent { code } } } }',
    );
    expect(recommendation).toEqual({
      kind: 'GROUP',
      children: ['12a', '12b', '12c', '12d', '12e', '12f'].map((code) => ({ code, parent: { code: '12' } })),
    });
  });

  it('filter by kind, addressee, duty bearer, priority and due date', async () => {
    expect(await codes({ kinds: ['GROUP'] })).toEqual(having('kind', 'GROUP'));
    expect(await codes({ addressees: ['HMG'] })).toEqual(having('addressees', 'HMG'));
    expect(await codes({ addressees: ['COUNCILS'] })).toEqual(having('addressees', 'COUNCILS'));
    expect(await codes({ priorities: ['2e'] })).toEqual(having('priorities', '2e'));
    expect(await codes({ dueBefore: '2026-08-01' })).toEqual(['1f']);
    expect(await codes({ dueBefore: '2026-07-31' })).toEqual([]);
    expect(await codes({ codes: ['12b', 'nope'] })).toEqual(['12b']);
    // A department bears what is addressed to it and what is addressed to all departments.
    expect(await codes({ dutyBearers: ['DFE'] })).toEqual(['4', '7a', '7b', '7c', '7d']);
    expect(await codes({ dutyBearers: ['E08000004'] })).toEqual(['12a', '12b', '12c', '12d', '12e']);
    expect(await codes({ dutyBearers: ['E08000016'] })).toEqual(['12a', '12b', '12c', '12d', '12e']);
    expect(await codes({ dutyBearers: ['nobody'] })).toEqual([]);
    expect(await codes({ priorities: ['2e'], addressees: ['POLICE_FORCES'] })).toEqual(['9a']);
  });

  it('put those without a due date last, whichever end comes first', async () => {
    expect((await codes({}, { field: 'DUE_ON', direction: 'ASC' }))[0]).toBe('1f');
    expect((await codes({}, { field: 'DUE_ON', direction: 'DESC' }))[0]).toBe('1f');
    expect(await codes({}, { field: 'DUE_ON', direction: 'DESC' })).toHaveLength(38);
  });

  it('refuse a due date that is none, and say what would be right', async () => {
    const refusal = await server.refusal(
      'query ($day: LocalDate) { recommendations(filter: { dueBefore: $day }) { totalCount } }',
      { day: '31/07/2026' },
    );
    expect(refusal.code).toBe('BAD_USER_INPUT');
    expect(refusal.message).toContain('31/07/2026');
  });

  it('have none with a wrong code', async () => {
    expect(await server.query('{ recommendation(code: "99z") { code } }')).toEqual({ recommendation: null });
  });

  it('start with no response, and nobody as reported', async () => {
    const { recommendations } = await server.query(`{ recommendations(first: 100) { nodes {
      all: assignments { totalCount }
      silent: assignments(filter: { responses: [NO_RESPONSE], reported: false }) { totalCount }
      reported: assignments(filter: { reported: true }) { totalCount } } } }`);
    for (const { all, silent, reported } of recommendations.nodes) {
      expect(silent).toEqual(all);
      expect(reported.totalCount).toBe(0);
    }
  });

  it('show what Cumberland has published of its own work, which is no report', async () => {
    const published = referenceRows('published_activity.csv');
    expect(published).toHaveLength(9);
    const { council } = await server.query(`{ council(gssCode: "E06000063") { assignments { nodes {
      recommendation { code } response deliveryStatus reported publishedActivities { year title summary stage source } } } } }`);
    for (const assignment of council.assignments.nodes) {
      expect(assignment).toMatchObject({ response: 'NO_RESPONSE', deliveryStatus: null, reported: false });
      expect(assignment.publishedActivities).toEqual(
        published
          .filter((row) => row['recommendation_code'] === assignment.recommendation.code)
          .sort((a, b) => (a['title']! < b['title']! ? -1 : 1))
          .map((row) => ({
            year: 2024,
            title: row['title'],
            summary: row['summary'],
            stage: row['stage'],
            source: 'Cumberland Council',
          })),
      );
    }
  });
});
