import { attempt, mutate, userErrors } from '../support/mutations';
import { TestServer } from '../support/server';
import { allFound, council, draft, EVIDENCE, open, WRITER } from './support';

describe('an assessment', () => {
  let server: TestServer;
  let work: { id: string; expectedVersion: number };
  beforeAll(async () => {
    server = await TestServer.start('reference');
    const input = { gssCode: 'E07000223', year: 2026 };
    const { councilAssessment } = await mutate(server, WRITER, 'draftCouncilAssessment', 'id version', input);
    work = { id: councilAssessment.id, expectedVersion: councilAssessment.version };
  });
  afterAll(() => server.stop());

  it.each([
    ['a council that does not exist', 'draftCouncilAssessment', { gssCode: 'E99999999', year: 2026 }, 'gssCode'],
    ['an abolished council', 'draftCouncilAssessment', { gssCode: 'E07000027', year: 2026 }, 'gssCode'],
    ['a police force', 'draftCouncilAssessment', { gssCode: 'E23000001', year: 2026 }, 'gssCode'],
    ['a year before the review', 'draftCouncilAssessment', { gssCode: 'E08000005', year: 2023 }, 'year'],
    ['a year to come', 'draftCouncilAssessment', { gssCode: 'E08000005', year: 2999 }, 'year'],
    ['too short a time to reply', 'openAssessmentReply', { workingDays: 19 }, 'workingDays'],
    ['too long a time to reply', 'openAssessmentReply', { workingDays: 61 }, 'workingDays'],
    ['an empty assessment', 'openAssessmentReply', {}, 'id'],
    [
      'an unknown criterion',
      'saveAssessmentFinding',
      { criterionCode: 'X', finding: 'PARTLY', summary: 'x' },
      'criterionCode',
    ],
    [
      'a finding without a reason',
      'saveAssessmentFinding',
      { criterionCode: 'STRATEGY', finding: 'INSUFFICIENT' },
      'summary',
    ],
    [
      'evidence at no address',
      'saveAssessmentFinding',
      {
        criterionCode: 'STRATEGY',
        finding: 'PARTLY',
        summary: 'x',
        evidence: [{ ...EVIDENCE[0], url: 'javascript:x' }],
      },
      'evidence.0.url',
    ],
  ])('is refused for %s', async (_what, mutation, input, field) => {
    const problems = await userErrors(
      server,
      WRITER,
      mutation,
      mutation.startsWith('draft') ? input : { ...work, ...input },
    );
    expect(problems[0]!.field.join('.')).toBe(field);
  });

  it('needs evidence for what is found to be there, before the council is asked', async () => {
    const input = { gssCode: 'E08000006', year: 2026 };
    const { councilAssessment } = await mutate(server, WRITER, 'draftCouncilAssessment', 'id', input);
    const { id } = councilAssessment;
    const save = (expectedVersion: number, criterionCode: string, finding: string): Promise<unknown> =>
      mutate(server, WRITER, 'saveAssessmentFinding', 'id', {
        id,
        expectedVersion,
        criterionCode,
        finding,
        summary: 'x',
      });
    await save(1, 'STRATEGY', 'SUFFICIENT');
    await save(2, 'TENSION', 'INSUFFICIENT');
    const problems = await userErrors(server, WRITER, 'openAssessmentReply', { id, expectedVersion: 3 });
    expect(problems.map(({ message }) => message)).toEqual([
      'There is no evidence for SUFFICIENT by the criterion STRATEGY.',
      ...['POPULATION', 'PARTICIPATION', 'GOOD_RELATIONS', 'REPORTING'].map(
        (code) => `Nothing is found by the criterion ${code}.`,
      ),
    ]);
  });

  it('is begun by one of those who begin it at once', async () => {
    const begin = () => attempt(server, WRITER, 'draftCouncilAssessment', 'id', { gssCode: 'E08000005', year: 2026 });
    const answers = await Promise.all([begin(), begin(), begin()]);
    const codes = answers.map(({ data }) => data.draftCouncilAssessment.userErrors[0]?.code ?? 'DONE');
    expect(codes.sort()).toEqual(['DONE', 'TAKEN', 'TAKEN']);
  });

  it('is changed by one of those who change it at once, and the others are told', async () => {
    const input = { ...work, criterionCode: 'STRATEGY', finding: 'INSUFFICIENT', summary: 'No plan.' };
    const save = () => attempt(server, WRITER, 'saveAssessmentFinding', 'id', input);
    const answers = await Promise.all([save(), save()]);
    expect(answers.map(({ errors }) => errors?.[0]!.extensions.code ?? 'DONE').sort()).toEqual(['CONFLICT', 'DONE']);
  });

  it('is out of sight of the council again when it is withdrawn, and another may begin', async () => {
    const { id, expectedVersion } = await open(server, await draft(server, 'E07000066', 2026, allFound('PARTLY')));
    const taken = await userErrors(server, WRITER, 'draftCouncilAssessment', { gssCode: 'E07000066', year: 2026 });
    expect(taken).toMatchObject([{ code: 'TAKEN', field: ['year'] }]);
    await mutate(server, WRITER, 'withdrawCouncilAssessment', 'status', { id, expectedVersion });
    const { node } = await server.query(`{ node(id: "${id}") { id } }`, {}, council('E07000066'));
    expect(node).toBeNull();
    await mutate(server, WRITER, 'draftCouncilAssessment', 'id', { gssCode: 'E07000066', year: 2026 });
  });
});
