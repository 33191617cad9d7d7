import { buildGraph } from '../../src/graph/schema';
import { idOf } from '../../src/graph/node';
import type { Transition } from '../../src/workflow/workflow';
import { declaredWorkflows, type Workflow } from '../../src/workflow/workflow';
import { watchRows } from '../support/databases';
import { attempt } from '../support/mutations';
import { type Caller, TestServer } from '../support/server';

buildGraph();

/** How each step is asked for: the mutation and what its input has besides the work. */
const MUTATIONS: Record<string, Record<string, [string, Record<string, unknown>]>> = {
  ProgressUpdate: {
    SAVE: ['saveProgressUpdate', { periodStart: '2026-01-01', periodEnd: '2026-03-31', deliveryStatus: 'IN_PROGRESS' }],
    SUBMIT: ['submitProgressUpdate', {}],
    WITHDRAW: ['withdrawProgressUpdate', {}],
    RETURN: ['returnProgressUpdate', { note: 'Mend it.' }],
    APPROVE: ['approveProgressUpdate', {}],
    SCHEDULE: ['publishProgressUpdate', {}],
    PUBLISH: ['publishProgressUpdate', { immediately: true }],
    VERIFY: [
      'verifyProgressUpdate',
      { verdict: 'CONFIRMED', verifiedRag: 'GREEN', evidenceStrength: 'DOCUMENTED', note: 'Seen.' },
    ],
  },
  RecommendationResponse: {
    WITHDRAW: ['withdrawResponse', {}],
    SCHEDULE: ['publishResponse', {}],
    PUBLISH: ['publishResponse', { immediately: true }],
  },
  DueDateRequest: {
    WITHDRAW: ['withdrawDueDateRequest', {}],
    APPROVE: ['decideDueDateChange', { decision: 'APPROVE' }],
    REFUSE: ['decideDueDateChange', { decision: 'REFUSE', note: 'Too late.' }],
  },
  DataReturn: {
    AMEND: ['amendDataReturn', { csv: 'indicator_code,period,value\nreturned_cases,2026-Q1,7\n' }],
    WITHDRAW: ['withdrawDataReturn', {}],
    RETURN: ['returnDataReturn', { note: 'Mend it.' }],
    APPROVE: ['approveDataReturn', {}],
  },
  CouncilAssessment: {
    SAVE: ['saveAssessmentFinding', { criterionCode: 'STRATEGY', finding: 'INSUFFICIENT', summary: 'No plan.' }],
    OPEN_REPLY: ['openAssessmentReply', {}],
    REPLY: ['replyToAssessment', { text: 'There is one.' }],
    REVISE: ['reviseCouncilAssessment', {}],
    WITHDRAW: ['withdrawCouncilAssessment', {}],
    SCHEDULE: ['publishCouncilAssessment', {}],
    PUBLISH: ['publishCouncilAssessment', { immediately: true }],
  },
};

/** States in which an organisation does not see work about it: for it, there is nothing then. */
const HIDDEN: Record<string, string[]> = { CouncilAssessment: ['DRAFT', 'WITHDRAWN'] };

/** The columns of new work of each kind, beside its owner and status. */
const WORK: Record<string, (assignment: number) => Record<string, unknown>> = {
  ProgressUpdate: (assignment_id) => ({
    assignment_id,
    period_start: '2026-01-01',
    period_end: '2026-03-31',
    summary: 'Done',
    delivery_status: 'IN_PROGRESS',
    self_rated_rag: 'AMBER',
  }),
  RecommendationResponse: (assignment_id) => ({ assignment_id, response: 'ACCEPTED', rationale: 'Yes' }),
  DueDateRequest: (assignment_id) => ({ assignment_id, new_due_on: '2027-01-01', reason: 'Later' }),
  DataReturn: () => ({}),
  // One is in progress for a year; the time that the council had to reply is over.
  CouncilAssessment: () => ({ year: assessedYear++, criteria_version: 1, round: 1, reply_due_on: '2026-01-31' }),
};
let assessedYear = 2024;

const SUBMITTER = 'the submitter';
const OWNER = 'E08000004';
const PEOPLE: Record<string, Caller> = {
  'its own submitter': { view: 'council', organisation: OWNER, roles: ['submitter'], subject: SUBMITTER },
  'its own organisation, all other roles': {
    view: 'council',
    organisation: OWNER,
    roles: ['approver', 'reader', 'publisher', 'administrator'],
  },
  'another council': {
    view: 'council',
    organisation: 'E06000021',
    roles: ['submitter', 'approver', 'publisher', 'administrator'],
  },
  'a department': { view: 'government', organisation: 'DFE', roles: ['submitter', 'approver', 'publisher'] },
  'an approver of the Office': { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'a reviewer' },
  'a publisher of the Office': { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'a publisher' },
  'a reader of the Office': { view: 'office', organisation: 'OSCDR', roles: ['reader'] },
  'the Office, all roles, who submitted it': {
    view: 'office',
    organisation: 'OSCDR',
    roles: ['submitter', 'approver', 'publisher', 'administrator'],
    subject: SUBMITTER,
  },
};

const maySee = (caller: Caller, workflow: Workflow): boolean =>
  buildGraph()
    .audiences.get(workflow.typeName)!
    .includes(caller.view.toUpperCase() as never);

/** Whether the declared workflow lets this person take this step: worked out here, apart from the service. */
function mayTake(transition: Transition<string>, caller: Caller): boolean {
  if (!caller.roles!.includes(transition.role.toLowerCase())) return false;
  if (transition.by === 'OFFICE' ? caller.view !== 'office' : caller.organisation !== OWNER) return false;
  return !(transition.notBySubmitter && caller.subject === SUBMITTER);
}

jest.setTimeout(120_000);

describe.each(declaredWorkflows.map((workflow) => [workflow.typeName, workflow] as const))(
  'a %s',
  (typeName, workflow) => {
    let server: TestServer;
    let organisation: number;
    let assignment: number;
    let rowsWritten: () => Promise<Record<string, number>>;
    beforeAll(async () => {
      server = await TestServer.start('reference');
      rowsWritten = await watchRows(server.dataSource);
      [{ organisation, assignment }] = await server.dataSource.query(
        `select organisation.id as organisation, assignment.id as assignment from assignment
       join organisation on organisation.id = organisation_id join recommendation on recommendation.id = recommendation_id
       where organisation.code = $1 and recommendation.code = '12a'`,
        [OWNER],
      );
      await server.dataSource.transaction(async (manager) => {
        await manager.query(`select set_config('oscdr.revision_made', '1', true)`);
        await manager.query(
          `insert into indicator (code, name, domain, description, unit, direction, source, licence, derived, collected_by_return)
         values ('returned_cases', 'Cases', 'SAFETY', 'Cases', 'count', 'LOWER_IS_BETTER', 'Test', 'Test', false, true)`,
        );
      });
    });
    afterAll(() => server.stop());

    const states = [
      ...new Set(Object.values(workflow.transitions).flatMap(({ from, to }) => [...from, ...(to ? [to] : [])])),
    ];

    /** New work that stands somewhere, made by the database's owner. */
    const make = async (status: string): Promise<string> => {
      const values = { ...WORK[typeName]!(assignment), organisation_id: organisation, status };
      const columns = Object.keys(values);
      const [{ id, key }] = await server.dataSource.query(
        `insert into ${workflow.table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')}) returning id, key`,
        Object.values(values),
      );
      await server.dataSource.query(
        `insert into submission (${workflow.table}_id, organisation_id, submitted_by) values ($1, $2, $3)`,
        [id, organisation, SUBMITTER],
      );
      if (typeName === 'ProgressUpdate' && status === 'PUBLISHED') {
        await server.dataSource.query(
          `insert into published_update (assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, progress_update_id, revision)
         select assignment_id, period_start, period_end, summary, delivery_status, self_rated_rag, id, 1 from progress_update where id = $1`,
          [id],
        );
      }
      if (typeName === 'CouncilAssessment' && status === 'DRAFT') {
        await server.dataSource.query(
          `insert into assessment_finding (council_assessment_id, organisation_id, criterion_id, finding)
         select $1, $2, id, 'INSUFFICIENT' from assessment_criterion where criteria_version = 1`,
          [id, organisation],
        );
      }
      return key;
    };

    it('has a mutation for each step', () => {
      expect(Object.keys(MUTATIONS[typeName]!)).toEqual(workflow.names);
    });

    it('takes each step for whom and from where the workflow says, and refuses all others without a trace', async () => {
      const wrong: string[] = [];
      let refused = 0;
      let taken = 0;
      for (const status of states) {
        for (const name of workflow.names) {
          const transition = workflow.transitions[name]!;
          const [mutation, more] = MUTATIONS[typeName]![name]!;
          let key = await make(status);
          let before = await rowsWritten();
          for (const [person, caller] of Object.entries(PEOPLE)) {
            const legal = transition.from.includes(status) && mayTake(transition, caller);
            const input = { id: idOf(typeName, key), expectedVersion: 1, ...more };
            const { data, errors } = await attempt(server, caller, mutation, '__typename', input);
            const done = !errors && data[mutation].userErrors.length === 0;
            const attempted = `${person}: ${name} of ${status}`;
            if (done !== legal) wrong.push(`${attempted}: ${JSON.stringify({ data, errors })}`);
            if (done) {
              taken += 1;
              expect(await rowsWritten()).not.toEqual(before);
              // The next person finds work as this one did.
              key = await make(status);
              before = await rowsWritten();
              continue;
            }
            refused += 1;
            const code = errors?.[0]!.extensions.code ?? data[mutation].userErrors[0].code;
            const expected = !maySee(caller, workflow)
              ? ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']
              : mayTake(transition, caller)
                ? [transition.by === 'OWNER' && HIDDEN[typeName]?.includes(status) ? 'NOT_FOUND' : 'NOT_POSSIBLE_NOW']
                : ['FORBIDDEN', 'NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];
            if (!expected.includes(code)) wrong.push(`${attempted}: ${code}`);
            const after = await rowsWritten();
            const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
            if (changed.length > 0) wrong.push(`${attempted}: changed ${changed.join()}`);
          }
        }
      }
      console.info(`${typeName}: ${taken} steps taken, ${refused} refused`);
      expect(wrong).toEqual([]);
      expect(taken).toBeGreaterThan(0);
    });
  },
);
