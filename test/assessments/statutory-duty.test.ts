import { TestServer } from '../support/server';
import { allFound, assess, publishCriteria } from './support';

const TEST = `state deadlinePassed explanation councils assessed notAssessed foundSufficient foundInsufficient
  criteriaSet { version } byCriterion { criterion { code } sufficient partly insufficient notAssessed }
  insufficient(orderBy: { field: COUNCIL }) { totalCount nodes { council { gssCode } shortfalls { code } } }`;

/** The register as it is: nothing is made up, so nothing is determined. */
describe('the real register', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  it('has 317 councils that are not assessed, and determines nothing', async () => {
    const { statutoryDutyTest, councilAssessments, councils } = await server.query(
      `{ statutoryDutyTest { ${TEST} deadline recommendation { code } }
         councilAssessments { totalCount } councils(first: 100) { nodes { assessedProgress } } }`,
    );
    expect(statutoryDutyTest).toMatchObject({
      deadline: '2026-07-31',
      recommendation: { code: '1f' },
      state: 'NOT_DETERMINED',
      councils: 317,
      assessed: 0,
      notAssessed: 317,
      foundSufficient: 0,
      foundInsufficient: 0,
      insufficient: { totalCount: 0, nodes: [] },
    });
    for (const position of statutoryDutyTest.byCriterion) {
      expect(position).toMatchObject({ sufficient: 0, partly: 0, insufficient: 0, notAssessed: 317 });
    }
    expect(statutoryDutyTest.explanation.at(-1)).toBe('No council has been assessed, so nothing is determined.');
    expect(councilAssessments.totalCount).toBe(0);
    expect(new Set(councils.nodes.map(({ assessedProgress }: any) => assessedProgress))).toEqual(
      new Set(['NOT_ASSESSED']),
    );
  });

  it('leaves abolished councils out', async () => {
    const { council } = await server.query(
      '{ council(gssCode: "E07000027") { assessedProgress assessments { totalCount } } }',
    );
    expect(council).toEqual({ assessedProgress: null, assessments: { totalCount: 0 } });
  });

  it('had no test before it had criteria', async () => {
    expect(await server.query('{ statutoryDutyTest(asOf: "2020-01-01T00:00:00Z") { state } }')).toEqual({
      statutoryDutyTest: null,
    });
  });
});

/*
 * A small world, of made-up findings in a database of its own. Version 2 of the criteria has two, X and Y; a council
 * falls short with one INSUFFICIENT, and the country when more than 1% of the 317 do: 3.17, so with more than 3.
 *
 *                       X             Y             by version 2
 *   Adur       2025     INSUFFICIENT  INSUFFICIENT  replaced by the one for 2026
 *              2026     SUFFICIENT    SUFFICIENT    sufficient
 *   Barnsley   2026     INSUFFICIENT  PARTLY        insufficient: X
 *   Camden     2026     INSUFFICIENT  INSUFFICIENT  insufficient: X, Y
 *   Derby      2026     PARTLY        PARTLY        sufficient
 *   Exeter     2026     by version 1, INSUFFICIENT  not assessed
 *
 * So 4 are assessed and 313 are not; 2 are sufficient and 2 insufficient. By X: 1 sufficient, 1 partly, 2 insufficient.
 * By Y: 1 sufficient, 2 partly, 1 insufficient. 2 are not more than 3, and with 313 they could be: not determined.
 * With Fareham and Gosport insufficient, it is 4 of 6 assessed, and more than 3: triggered, or so far insufficient
 * where the deadline is to come.
 */
describe('a small world', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    await assess(server, EXETER, 2026, allFound('INSUFFICIENT'));
    await publishCriteria(server, 2, ['X', 'Y'], { mostInsufficientPercent: 1 });
    await assess(server, ADUR, 2025, { X: 'INSUFFICIENT', Y: 'INSUFFICIENT' });
    await assess(server, ADUR, 2026, { X: 'SUFFICIENT', Y: 'SUFFICIENT' });
    await assess(server, BARNSLEY, 2026, { X: 'INSUFFICIENT', Y: 'PARTLY' });
    await assess(server, CAMDEN, 2026, { X: 'INSUFFICIENT', Y: 'INSUFFICIENT' });
    await assess(server, DERBY, 2026, { X: 'PARTLY', Y: 'PARTLY' });
  });
  afterAll(() => server.stop());

  const [ADUR, BARNSLEY, CAMDEN, DERBY] = ['E07000223', 'E08000038', 'E09000007', 'E06000015'] as const;
  const [EXETER, FAREHAM, GOSPORT] = ['E07000041', 'E07000087', 'E07000088'] as const;
  const test = async (asOf?: string): Promise<any> =>
    (await server.query(`{ statutoryDutyTest ${asOf ? `(asOf: "${asOf}")` : ''} { ${TEST} } }`)).statutoryDutyTest;

  it('is counted as it is by hand', async () => {
    expect(await test()).toEqual({
      state: 'NOT_DETERMINED',
      deadlinePassed: true,
      criteriaSet: { version: 2 },
      councils: 317,
      assessed: 4,
      notAssessed: 313,
      foundSufficient: 2,
      foundInsufficient: 2,
      byCriterion: [
        { criterion: { code: 'X' }, sufficient: 1, partly: 1, insufficient: 2, notAssessed: 313 },
        { criterion: { code: 'Y' }, sufficient: 1, partly: 2, insufficient: 1, notAssessed: 313 },
      ],
      insufficient: {
        totalCount: 2,
        nodes: [
          { council: { gssCode: BARNSLEY }, shortfalls: [{ code: 'X' }] },
          { council: { gssCode: CAMDEN }, shortfalls: [{ code: 'X' }, { code: 'Y' }] },
        ],
      },
      explanation: [
        'Recommendation 1f gives councils until 31 July 2026, which is past.',
        'Of 317 current councils, 4 have a published assessment by "Test criteria, version 2", and 313 have none.',
        "By these criteria a council's progress is insufficient where it falls short on 1 or more of them, and the country's where that is so of more than 1% of current councils: of more than 3.",
        'Nothing is determined: 2 found insufficient is not more than 3, and with the 313 that are not assessed it could become so.',
      ],
    });
    const councils = await server.query(
      `{ adur: council(gssCode: "${ADUR}") { assessedProgress } barnsley: council(gssCode: "${BARNSLEY}") { assessedProgress } exeter: council(gssCode: "${EXETER}") { assessedProgress } }`,
    );
    expect(councils).toEqual({
      adur: { assessedProgress: 'SUFFICIENT' },
      barnsley: { assessedProgress: 'INSUFFICIENT' },
      exeter: { assessedProgress: 'NOT_ASSESSED' },
    });
  });

  it('triggers the duty when more fall short than may, and not before the deadline', async () => {
    await assess(server, FAREHAM, 2026, { X: 'INSUFFICIENT', Y: 'SUFFICIENT' });
    await assess(server, GOSPORT, 2026, { X: 'SUFFICIENT', Y: 'INSUFFICIENT' });
    const now = await test();
    expect(now).toMatchObject({ state: 'TRIGGERED', assessed: 6, notAssessed: 311, foundInsufficient: 4 });
    expect(now.explanation.at(-1)).toBe(
      'Progress is insufficient after the deadline: 4 found insufficient is more than 3. The Office may call for a statutory duty.',
    );
    // Had it been published a minute a revision from noon on, three weeks before the deadline.
    await server.dataSource.query(
      `update publication set published_at = '2026-07-10T12:00:00Z'::timestamptz + revision * interval '1 minute'`,
    );
    const { changes } = await server.query('{ changes(sinceRevision: 0, first: 100) { nodes { publishedAt } } }');
    const [last, former] = changes.nodes.map(({ publishedAt }: any) => publishedAt).reverse();
    expect(await test(former)).toMatchObject({ state: 'NOT_DETERMINED', deadlinePassed: false, foundInsufficient: 3 });
    const then = await test(last);
    expect(then).toMatchObject({ state: 'INSUFFICIENT_SO_FAR', deadlinePassed: false, foundInsufficient: 4 });
    expect(then.explanation[0]).toContain('which is still to come');
    // July 2026 includes its last day, in London.
    expect(await test('2026-07-31T22:59:59Z')).toMatchObject({ state: 'INSUFFICIENT_SO_FAR' });
    expect(await test('2026-07-31T23:00:00Z')).toMatchObject({ state: 'TRIGGERED', deadlinePassed: true });
  });

  /*
   * By version 3 it takes both criteria to fall short, and up to 99% may: 313.83, so 313. All are to be assessed anew.
   * When 3 are, and 1 of them is insufficient, it is 1 + 314 at most, more than 313: not determined. With a fourth that
   * is sufficient, it is 1 + 313: not determined still. With a fifth, 1 + 312 is not more than 313: sufficient.
   */
  it('begins anew by new criteria, and former assessments keep theirs', async () => {
    await publishCriteria(server, 3, ['X', 'Y'], { leastShortfalls: 2, mostInsufficientPercent: 99 });
    expect(await test()).toMatchObject({
      state: 'NOT_DETERMINED',
      criteriaSet: { version: 3 },
      assessed: 0,
      notAssessed: 317,
    });
    const { councilAssessment, assessmentCriteria } = await server.query(
      `{ councilAssessment(gssCode: "${EXETER}", year: 2026) { criteriaSet { version label } findings { criterion { code title } } }
         assessmentCriteria(version: 1) { status criteria { code title } } }`,
    );
    expect(councilAssessment.criteriaSet).toEqual({ version: 1, label: "This project's draft criteria, version 1" });
    expect(councilAssessment.findings.map(({ criterion }: any) => criterion)).toEqual(assessmentCriteria.criteria);

    await assess(server, ADUR, 2026, { X: 'INSUFFICIENT', Y: 'INSUFFICIENT' });
    await assess(server, BARNSLEY, 2026, { X: 'INSUFFICIENT', Y: 'PARTLY' });
    await assess(server, CAMDEN, 2026, { X: 'SUFFICIENT', Y: 'PARTLY' });
    expect(await test()).toMatchObject({
      state: 'NOT_DETERMINED',
      assessed: 3,
      foundInsufficient: 1,
      foundSufficient: 2,
    });
    await assess(server, DERBY, 2026, { X: 'SUFFICIENT', Y: 'SUFFICIENT' });
    expect(await test()).toMatchObject({ state: 'NOT_DETERMINED', notAssessed: 313 });
    await assess(server, EXETER, 2026, { X: 'SUFFICIENT', Y: 'SUFFICIENT' });
    expect(await test()).toMatchObject({ state: 'SUFFICIENT', notAssessed: 312 });
  });
});
