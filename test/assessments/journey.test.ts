import { attempt, mutate, userErrors } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';
import { allFound, council, draft, endReplies, EVIDENCE, open, PUBLISHER, WRITER } from './support';

const OLDHAM = council('E08000004');
const STOKE = council('E06000021');
const DFE: Caller = { view: 'government', organisation: 'DFE', roles: ['submitter'] };
const VIEWS: Record<string, Caller | undefined> = {
  public: undefined,
  Oldham: OLDHAM,
  Stoke: STOKE,
  DfE: DFE,
  Office: WRITER,
};
const FINDINGS = { ...allFound('SUFFICIENT'), TENSION: 'PARTLY', REPORTING: 'INSUFFICIENT' } as const;

/** What a view sees of an assessment of Oldham: what it is asked by council and year, in lists, and by its id. */
const NOTHING = { found: null, published: 0, inProgress: 0, byId: null };
const AT_WORK = { found: 'CouncilAssessment', published: 0, inProgress: 1, byId: 'CouncilAssessment' };
const PUBLISHED = { found: 'PublishedAssessment', published: 1, inProgress: 0 };
const byAll = (seen: object, ...own: string[]): object =>
  Object.fromEntries(Object.keys(VIEWS).map((view) => [view, own.includes(view) ? seen : NOTHING]));

describe("a council's assessment", () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const sightings = async (year: number, id: string): Promise<object> => {
    const look = async (caller: Caller | undefined): Promise<object> => {
      const inProgress = `assessmentsInProgress(filter: { years: [${year}] }) { totalCount }`;
      const data = await server.query(
        `{ councilAssessment(gssCode: "E08000004", year: ${year}) { __typename }
           councilAssessments(filter: { years: [${year}] }) { totalCount }
           node(id: "${id}") { __typename }
           ${caller && caller !== DFE ? inProgress : ''} }`,
        {},
        caller,
      );
      return {
        found: data.councilAssessment?.__typename ?? null,
        published: data.councilAssessments.totalCount,
        inProgress: data.assessmentsInProgress?.totalCount ?? 0,
        byId: data.node?.__typename ?? null,
      };
    };
    const seen = Object.entries(VIEWS).map(async ([view, caller]) => [view, await look(caller)] as const);
    return Object.fromEntries(await Promise.all(seen));
  };
  const steps = async (id: string, caller: Caller): Promise<string[]> =>
    (
      await server.query(
        `{ node(id: "${id}") { ... on CouncilAssessment { availableTransitions } } }`,
        {},
        { ...caller, roles: ['submitter', 'publisher'] },
      )
    ).node.availableTransitions;

  it('goes from a draft by the reply of the council to the public', async () => {
    const drafted = await draft(server, 'E08000004', 2026, FINDINGS);
    const { id } = drafted;
    // Nobody but the Office: not even the council that is assessed.
    expect(await sightings(2026, id)).toEqual(byAll(AT_WORK, 'Office'));

    const opened = await open(server, drafted);
    expect(await sightings(2026, id)).toEqual(byAll(AT_WORK, 'Office', 'Oldham'));
    const asked = await server.query(
      `{ councilAssessment(gssCode: "E08000004", year: 2026) { year council { name } criteriaSet { version }
           findings { criterion { code title } finding summary evidence { title url } } reply { text }
           ... on CouncilAssessment { status replyDueOn repliedBy } }
         myTasks { nodes { kind dueOn subject { ... on CouncilAssessment { id } } } } }`,
      {},
      OLDHAM,
    );
    expect(asked.councilAssessment).toMatchObject({
      year: 2026,
      council: { name: 'Oldham' },
      criteriaSet: { version: 1 },
      reply: null,
      status: 'AWAITING_REPLY',
      repliedBy: null,
    });
    expect(asked.councilAssessment.findings.map(({ criterion, finding }: any) => [criterion.code, finding])).toEqual(
      Object.entries(FINDINGS),
    );
    expect(asked.councilAssessment.findings[0]).toMatchObject({
      criterion: { title: 'Cohesion in the strategic plan' },
      summary: 'SUFFICIENT by STRATEGY',
      evidence: [{ title: 'The plan', url: 'https://example.org/plan.pdf' }],
    });
    expect(asked.myTasks.nodes).toContainEqual({
      kind: 'DUE_SOON',
      dueOn: asked.councilAssessment.replyDueOn,
      subject: { id },
    });
    // The council's own step, and of the Office's those that need not wait for it.
    expect(await steps(id, OLDHAM)).toEqual(['REPLY']);
    expect(await steps(id, { ...WRITER, subject: 'another' })).toEqual(['REVISE', 'WITHDRAW', 'SCHEDULE']);
    expect(await steps(id, WRITER)).toEqual(['REVISE', 'WITHDRAW']);

    const { councilAssessment } = await mutate(
      server,
      OLDHAM,
      'replyToAssessment',
      'status version reply { text } repliedBy',
      { ...opened, text: 'The training ended in May.' },
    );
    expect(councilAssessment).toEqual({
      status: 'REPLIED',
      version: opened.expectedVersion + 1,
      reply: { text: 'The training ended in May.' },
      repliedBy: 'officer of E08000004',
    });
    expect(await sightings(2026, id)).toEqual(byAll(AT_WORK, 'Office', 'Oldham'));

    const publish = { id, expectedVersion: councilAssessment.version, immediately: true };
    const author = { ...WRITER, roles: ['publisher'] };
    const { errors } = await attempt(server, author, 'publishCouncilAssessment', 'id', publish);
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'status', publish);
    expect(await sightings(2026, id)).toEqual({
      public: { ...PUBLISHED, byId: null },
      Oldham: { ...PUBLISHED, byId: 'CouncilAssessment' },
      Stoke: { ...PUBLISHED, byId: null },
      DfE: { ...PUBLISHED, byId: null },
      Office: { ...PUBLISHED, byId: 'CouncilAssessment' },
    });

    const after = await server.query(
      `{ council(gssCode: "E08000004") { assessedProgress assessments { nodes { year replyDueOn shortfalls { code }
           findings { finding } reply { text } replacedBy { id } publication { kind title revision } } } }
         changes(sinceRevision: 1) { nodes { kind publishedAssessments { nodes { council { name } } } } } }`,
    );
    expect(after.council.assessedProgress).toBe('INSUFFICIENT');
    expect(after.council.assessments.nodes).toEqual([
      {
        year: 2026,
        replyDueOn: asked.councilAssessment.replyDueOn,
        shortfalls: [{ code: 'REPORTING' }],
        findings: Object.values(FINDINGS).map((finding) => ({ finding })),
        reply: { text: 'The training ended in May.' },
        replacedBy: null,
        publication: { kind: 'ASSESSMENT', title: 'An assessment of a council', revision: 2 },
      },
    ]);
    expect(after.changes.nodes).toEqual([
      { kind: 'ASSESSMENT', publishedAssessments: { nodes: [{ council: { name: 'Oldham' } }] } },
    ]);
    const notices = await server.dataSource.query(
      `select organisation.code || ' ' || event as notice from outbox join organisation on organisation.id = organisation_id order by outbox.id`,
    );
    expect(notices.map(({ notice }: any) => notice)).toEqual([
      'E08000004 ASSESSMENT_AWAITS_REPLY',
      'OSCDR ASSESSMENT_REPLIED',
      'E08000004 ASSESSMENT_PUBLISHED',
    ]);
    // The past has it from then on.
    const { register } = await server.query('{ register { publishedAt } }');
    const before = new Date(Date.parse(register.publishedAt) - 1).toISOString();
    const past = await server.query(
      `{ before: councilAssessment(gssCode: "E08000004", year: 2026, asOf: "${before}") { year }
         then: councilAssessment(gssCode: "E08000004", year: 2026, asOf: "${register.publishedAt}") { findings { finding } } }`,
      {},
      WRITER,
    );
    expect(past.before).toBeNull();
    expect(past.then.findings).toHaveLength(6);
  });

  it('is not published while the council may still reply, now or by the clock', async () => {
    const { id, expectedVersion } = await open(server, await draft(server, 'E08000004', 2025, FINDINGS));
    const { councilAssessment } = (
      await server.ask(
        `{ councilAssessment(gssCode: "E08000004", year: 2025) { ... on CouncilAssessment { replyDueOn } } }`,
        {},
        WRITER,
      )
    ).data;
    // The 20th day from Monday to Friday after today is four weeks ahead, or that of the Friday before a weekend.
    const days = (Date.parse(councilAssessment.replyDueOn) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(24);
    expect(days).toBeLessThanOrEqual(28);
    for (const [choice, field] of [
      [{ immediately: true }, 'id'],
      [{}, 'releaseAt'],
      [{ releaseAt: `${councilAssessment.replyDueOn}T20:00:00Z` }, 'releaseAt'],
    ] as const) {
      const [problem] = await userErrors(server, PUBLISHER, 'publishCouncilAssessment', {
        id,
        expectedVersion,
        ...choice,
      });
      expect(problem).toMatchObject({
        code: 'NOT_POSSIBLE_NOW',
        field: [field],
        message: expect.stringContaining(`until ${councilAssessment.replyDueOn}`),
      });
    }
    // On the next day it may be; and when the council replies meanwhile, the Office reads the reply first.
    const next = new Date(Date.parse(councilAssessment.replyDueOn) + 33.5 * 3_600_000).toISOString();
    const scheduled = await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'status releaseAt version', {
      id,
      expectedVersion,
      releaseAt: next,
    });
    expect(scheduled.councilAssessment).toEqual({
      status: 'AWAITING_REPLY',
      releaseAt: next,
      version: expectedVersion + 1,
    });
    const replied = await mutate(server, OLDHAM, 'replyToAssessment', 'status releaseAt', {
      id,
      expectedVersion: expectedVersion + 1,
      text: 'Thank you.',
    });
    expect(replied.councilAssessment).toEqual({ status: 'REPLIED', releaseAt: null });
  });

  it('is published without a reply when the time for one is over, by the release clock', async () => {
    const { id, expectedVersion } = await open(server, await draft(server, 'E06000021', 2025, allFound('PARTLY')));
    await endReplies(server);
    const { myTasks } = await server.query(
      '{ myTasks(filter: { kinds: [AWAITING_PUBLICATION] }) { nodes { organisation { code } subject { id } } } }',
      {},
      PUBLISHER,
    );
    expect(myTasks.nodes).toContainEqual({ organisation: { code: 'E06000021' }, subject: { id } });
    await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'id', {
      id,
      expectedVersion,
      releaseAt: new Date(Date.now() + 300).toISOString(),
    });
    expect(await server.releaseDue()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(await server.releaseDue()).toBe(1);
    const { councilAssessment } = await server.query(
      '{ councilAssessment(gssCode: "E06000021", year: 2025) { reply { text } findings { finding } } }',
    );
    expect(councilAssessment.reply).toBeNull();
    expect(councilAssessment.findings).toHaveLength(6);
  });

  it('asks the council again when it is revised, and leaves out what was said to the former wording', async () => {
    const { id, expectedVersion } = await open(server, await draft(server, 'E06000021', 2024, FINDINGS));
    await mutate(server, STOKE, 'replyToAssessment', 'id', { id, expectedVersion, text: 'That is wrong.' });
    await mutate(server, WRITER, 'reviseCouncilAssessment', 'id', { id, expectedVersion: expectedVersion + 1 });
    const hidden = await server.query('{ councilAssessment(gssCode: "E06000021", year: 2024) { year } }', {}, STOKE);
    expect(hidden.councilAssessment).toBeNull();
    await mutate(server, WRITER, 'saveAssessmentFinding', 'id', {
      id,
      expectedVersion: expectedVersion + 2,
      criterionCode: 'REPORTING',
      finding: 'PARTLY',
      summary: 'It has reported on two.',
      evidence: EVIDENCE,
    });
    await open(server, { id, expectedVersion: expectedVersion + 3 });
    const shown = await server.query(
      `{ node(id: "${id}") { ... on CouncilAssessment { status reply { text } repliedBy formerReplies { text } } } }`,
      {},
      STOKE,
    );
    expect(shown.node).toEqual({
      status: 'AWAITING_REPLY',
      reply: null,
      repliedBy: null,
      formerReplies: [{ text: 'That is wrong.' }],
    });
    await endReplies(server);
    const publish = { id, expectedVersion: expectedVersion + 4, immediately: true };
    await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'id', publish);
    const { text } = await server.ask(
      '{ councilAssessment(gssCode: "E06000021", year: 2024) { reply { text } findings { finding summary } } }',
    );
    expect(text).toContain('It has reported on two.');
    expect(text).not.toContain('That is wrong.');
  });

  it('is corrected by another one for the same year, and the former stays readable', async () => {
    const former = await server.query(
      '{ councilAssessment(gssCode: "E08000004", year: 2026) { ... on PublishedAssessment { id } } }',
    );
    const { id, expectedVersion } = await open(server, await draft(server, 'E08000004', 2026, allFound('SUFFICIENT')));
    await endReplies(server);
    await mutate(server, PUBLISHER, 'publishCouncilAssessment', 'id', { id, expectedVersion, immediately: true });
    const now = await server.query(
      `{ councilAssessment(gssCode: "E08000004", year: 2026) { ... on PublishedAssessment { id shortfalls { code } } }
         node(id: "${former.councilAssessment.id}") { ... on PublishedAssessment { shortfalls { code } replacedBy { id } } }
         stand: councilAssessments(filter: { gssCodes: ["E08000004"], years: [2026] }) { nodes { id } }
         replaced: councilAssessments(filter: { gssCodes: ["E08000004"], years: [2026], replaced: true }) { nodes { id } }
         all: councilAssessments(filter: { gssCodes: ["E08000004"], years: [2026], replaced: null }) { totalCount } }`,
    );
    const corrected = now.councilAssessment.id;
    expect(now.councilAssessment.shortfalls).toEqual([]);
    expect(now.node).toEqual({ shortfalls: [{ code: 'REPORTING' }], replacedBy: { id: corrected } });
    expect(now.stand.nodes).toEqual([{ id: corrected }]);
    expect(now.replaced.nodes).toEqual([former.councilAssessment]);
    expect(now.all.totalCount).toBe(2);
  });
});
