import '../../src/modules';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { verifyChains } from '../../src/audit/chain';
import { connect } from '../../src/database/data-source';
import { idOf, keyOfId } from '../../src/graph/node';
import { signLocalToken } from '../../src/identity/local-issuer';
import { EFFORT, record } from '../hardening/record';
import { until, WebhookReceiver } from '../notices/support';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';
import { mutationText } from '../support/mutations';
import type { Caller } from '../support/server';
import { ServerProcess } from '../support/server-process';

const CRASHES = EFFORT === 'full' ? 100 : 20;
const CLIENTS = 8;
/** Milliseconds that a server is let live after its first answer, or after it was started. */
const LONGEST_LIFE = 1_000;
/** Milliseconds for what is left of the notices to be delivered, when the crashes are over. */
const DELIVERY_PATIENCE = 60_000;

jest.setTimeout(120_000 + CRASHES * 10_000);

const REVIEWER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['approver'], subject: 'reviewer' };
const PUBLISHER: Caller = { view: 'office', organisation: 'OSCDR', roles: ['publisher'], subject: 'publisher' };
const ADMINISTRATOR: Caller = { view: 'office', organisation: 'OSCDR', roles: ['administrator'] };

const SUBSCRIBE = `mutation ($input: SubscribeToNoticesInput!) {
  subscribeToNotices(input: $input) { noticeSubscription { id } userErrors { message } } }`;
const REPORT = { periodStart: '2026-01-01', periodEnd: '2026-03-31', deliveryStatus: 'IN_PROGRESS' };

/** The step that each mutation is, and the notice of it. */
const EFFECTS: Record<string, { step: string; notice: string | null }> = {
  saveProgressUpdate: { step: 'SAVE', notice: null },
  submitProgressUpdate: { step: 'SUBMIT', notice: 'PROGRESS_UPDATE_SUBMITTED' },
  approveProgressUpdate: { step: 'APPROVE', notice: 'PROGRESS_UPDATE_APPROVED' },
  publishProgressUpdate: { step: 'PUBLISH', notice: 'PROGRESS_UPDATE_PUBLISHED' },
};

/** A mutation that was answered. */
interface Answered {
  caller: Caller;
  mutation: string;
  input: Content & { idempotencyKey: string };
  /** The body of the answer. */
  answer: string;
  attempts: number;
  /** When it was sent the time that it was answered. */
  sentAt: number;
}

interface Content {
  [field: string]: unknown;
  evidence?: { title: string; kind: string }[];
}

/** A progress update as its client was told that it is. */
interface Reported {
  summary: string;
  evidence: string[];
  status: string;
  version: number;
  mutations: string[];
}

describe('a server that is killed again and again while it is written to', () => {
  let clone: Clone;
  let folder: Folder;
  let dataSource: DataSource;
  let receiver: WebhookReceiver;
  let server: ServerProcess;
  /** Where the server is, or was when it was last up. */
  let address: string;
  let ending = false;

  const servers: ServerProcess[] = [];
  /** Milliseconds that each start took. */
  const starts: number[] = [];
  const tokens = new Map<Caller, string>();
  const answered: Answered[] = [];
  const reported = new Map<string, Reported>();
  const failures: string[] = [];

  beforeAll(async () => {
    clone = await cloneDatabase('reference');
    folder = new Folder();
    dataSource = await connect(clone.url);
    receiver = await WebhookReceiver.start();
    await bringUp();
    await subscribeOffice();
    const began = performance.now();
    await crashUnderLoad();
    const retried = answered.filter(({ attempts }) => attempts > 1);
    console.info(
      `${CRASHES} crashes in ${seconds(performance.now() - began)}; a start takes ${seconds(average(starts))}, at most ` +
        `${seconds(Math.max(...starts))}; ${answered.length} mutations of ${reported.size} updates; ${retried.length} were ` +
        `sent again, of which ${await countDoneUnanswered(retried)} had been done already`,
    );
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.exit;
    await receiver.stop();
    await dataSource.destroy();
    folder.remove();
    await clone.drop();
  });

  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
  const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  function start(): void {
    server = new ServerProcess({ DATABASE_URL: clone.url, DATA_DIR: folder.path, LOG_LEVEL: 'warn' });
    servers.push(server);
  }

  async function bringUp(): Promise<void> {
    const began = performance.now();
    start();
    address = await server.address();
    starts.push(performance.now() - began);
  }

  async function subscribeOffice(): Promise<void> {
    const input = { idempotencyKey: randomUUID(), channel: 'WEBHOOK', target: receiver.url() };
    expect(JSON.parse(await post(ADMINISTRATOR, SUBSCRIBE, input))).toMatchObject({
      data: { subscribeToNotices: { noticeSubscription: {}, userErrors: [] } },
    });
  }

  async function crashUnderLoad(): Promise<void> {
    const councils = await dataSource.query<{ code: string }[]>(
      `select organisation.code from assignment join organisation on organisation.id = organisation_id
       join recommendation on recommendation.id = recommendation_id
       where recommendation.code = '12a' and is_current order by 1 limit ${10 * CLIENTS}`,
    );
    const clients = Array.from({ length: CLIENTS }, (_each, client) =>
      report(councils.filter((_council, index) => index % CLIENTS === client).map(({ code }) => code)),
    );
    let isUp = true;
    for (let crash = 1; crash <= CRASHES; crash++) {
      // A server has much to do in its first second: without an answer, nothing would be written when it is killed.
      const before = answered.length;
      if (isUp) await until(() => answered.length > before);
      await setTimeout(Math.random() * LONGEST_LIFE);
      server.kill('SIGKILL');
      expect(await server.exit).toBe('SIGKILL');
      // Every fifth is killed as it starts.
      isUp = crash % 5 > 0 || crash === CRASHES;
      if (isUp) await bringUp();
      else start();
    }
    expect(answered.length).toBeGreaterThan(CRASHES);
    ending = true;
    await Promise.all(clients);
  }

  /** Reports for one council after the other; the Office publishes every third report. */
  async function report(councils: string[]): Promise<void> {
    for (let round = 0; !ending; round++) {
      const organisation = councils[round % councils.length]!;
      const council = callerOf(organisation);
      const summary = randomUUID();
      const evidence = (title: string) => ({ title: `${title} of ${summary}`, kind: 'DOCUMENT' });
      const content = { ...REPORT, summary, evidence: [evidence('First')] };
      const id = await send(council, 'saveProgressUpdate', { ...content, recommendationCode: '12a' });
      if (id === undefined) continue;
      const next = (caller: Caller, mutation: string, more: Content = {}) =>
        send(caller, mutation, { id, expectedVersion: reported.get(id)!.version, ...more });
      await next(council, 'saveProgressUpdate', { ...content, evidence: [evidence('One'), evidence('Two')] });
      await next(council, 'submitProgressUpdate');
      if (round % 3 > 0) continue;
      await next(REVIEWER, 'approveProgressUpdate');
      await next(PUBLISHER, 'publishProgressUpdate', { immediately: true });
    }
  }

  const callers = new Map<string, Caller>();
  function callerOf(organisation: string): Caller {
    if (!callers.has(organisation)) callers.set(organisation, { view: 'council', organisation, roles: ['submitter'] });
    return callers.get(organisation)!;
  }

  /** Sends a mutation, under one key until it is answered. Gives the id of the update it is about. */
  async function send(caller: Caller, mutation: string, content: Content): Promise<string | undefined> {
    const input = { ...content, idempotencyKey: randomUUID() };
    for (let attempts = 1; ; attempts++) {
      const sentAt = Date.now();
      const answer = await postMutation(caller, mutation, input).catch((error: Error) => {
        // So says fetch that no answer came, or not the whole of it.
        if (/^(fetch failed|terminated)$/.test(error.message)) return undefined;
        throw error;
      });
      if (answer !== undefined) {
        answered.push({ caller, mutation, input, answer, attempts, sentAt });
        return note(mutation, input, answer);
      }
      await setTimeout(50);
    }
  }

  const postMutation = (caller: Caller, mutation: string, input: object): Promise<string> =>
    post(caller, mutationText(mutation, 'id status version summary updatedAt'), input);

  async function post(caller: Caller, query: string, input: object): Promise<string> {
    if (!tokens.has(caller)) {
      const request = { roles: [], subject: 'tester', expires: '1h', ...caller };
      tokens.set(caller, await signLocalToken(folder.path, request));
    }
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.get(caller)}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    return response.text();
  }

  /** Notes what a client was told. */
  function note(mutation: string, { evidence }: Content, answer: string): string | undefined {
    const update = JSON.parse(answer).data?.[mutation]?.progressUpdate;
    if (!update) {
      failures.push(`${mutation}: ${answer}`);
      return undefined;
    }
    const { id, status, version, summary } = update;
    const former = reported.get(id);
    reported.set(id, {
      summary,
      status,
      version,
      evidence: evidence?.map(({ title }) => title) ?? former!.evidence,
      mutations: [...(former?.mutations ?? []), mutation],
    });
    return id;
  }

  /** How many of those that were sent again the server had done before, without having been able to say so. */
  async function countDoneUnanswered(retried: Answered[]): Promise<number> {
    const entries = await dataSource.query<{ effect: string; at: string }[]>(
      `select concat_ws(' ', action, subject_key, detail ->> 'version') as effect,
         extract(epoch from occurred_at) * 1000 as at
       from audit_entry`,
    );
    const times = new Map(entries.map(({ effect, at }) => [effect, Number(at)]));
    return retried.filter(({ mutation, answer, sentAt }) => {
      const { id, version } = JSON.parse(answer).data?.[mutation]?.progressUpdate ?? {};
      return times.get(`${mutation} ${keyOfId('ProgressUpdate', id ?? '')} ${version}`)! < sentAt;
    }).length;
  }

  it('answers whenever it is there, and logs nothing wrong', () => {
    expect(failures).toEqual([]);
    expect(answered.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(0);
    expect(servers.map(({ errors }) => errors).join('')).toBe('');
    // Its log is JSON; what it says to people is not.
    expect(servers.flatMap(({ output }) => output.split('\n')).filter((line) => line.startsWith('{'))).toEqual([]);
  });

  it('answers every key again as it first did', async () => {
    const waiting = [...answered];
    const repeat = async (): Promise<void> => {
      for (let each = waiting.pop(); each; each = waiting.pop()) {
        expect(await postMutation(each.caller, each.mutation, each.input)).toBe(each.answer);
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, repeat));
  });

  it('has all that it said was done, whole and once, and nothing else', async () => {
    const rows = await dataSource.query<({ key: string } & Record<string, unknown>)[]>(
      `select key, summary, status, version,
         array(select title from evidence where progress_update_id = progress_update.id order by id) as evidence,
         array(select transition from workflow_event where progress_update_id = progress_update.id order by id) as steps,
         array(select concat_ws(' ', action, detail ->> 'version') from audit_entry where subject_key = key::text
           order by occurred_at) as audited,
         (select count(*)::int4 from submission where progress_update_id = progress_update.id) as submissions,
         (select count(*)::int4 from published_update where progress_update_id = progress_update.id) as published
       from progress_update`,
    );
    const notices = await dataSource.query<{ id: string; events: string[] }[]>(
      'select subject_id as id, array_agg(event order by outbox.id) as events from outbox group by subject_id',
    );
    const noticesOf = new Map(notices.map(({ id, events }) => [id, events]));
    expect(rows.length).toBe(reported.size);
    for (const { key, ...found } of rows) {
      const id = idOf('ProgressUpdate', key);
      const { mutations, ...told } = reported.get(id)!;
      const times = (mutation: string): number => mutations.filter((each) => each === mutation).length;
      expect({ id, ...found, notices: noticesOf.get(id) }).toEqual({
        id,
        ...told,
        steps: mutations.map((mutation) => EFFECTS[mutation]!.step),
        audited: mutations.map((mutation, index) => `${mutation} ${index + 1}`),
        submissions: times('submitProgressUpdate'),
        published: times('publishProgressUpdate'),
        notices: mutations.map((mutation) => EFFECTS[mutation]!.notice).filter((notice) => notice !== null),
      });
    }
    const [counts] = await dataSource.query<[Record<string, number>]>(
      `select (select count(*)::int4 from idempotent_answer where operation like '%ProgressUpdate') as keys,
         (select count(*)::int4 from audit_entry where action like '%ProgressUpdate') as entries,
         (select max(revision) - min(revision) from publication) as revisions,
         (select count(*)::int4 - 1 from publication) as publications`,
    );
    const published = answered.filter(({ mutation }) => mutation === 'publishProgressUpdate').length;
    expect(counts).toEqual({
      keys: answered.length,
      entries: answered.length,
      revisions: published,
      publications: published,
    });
  });

  it('has an audit trail that is whole', async () => {
    const { entries, broken } = await verifyChains(dataSource);
    expect(broken).toEqual([]);
    expect(entries).toBeGreaterThan(answered.length);
  });

  it('tells the Office of each submission at least once, and of nothing else', async () => {
    const began = performance.now();
    for (const deadline = began + DELIVERY_PATIENCE; performance.now() < deadline; await setTimeout(100)) {
      const waiting = await dataSource.query<unknown[]>(
        `select from outbox left join notice_delivery on outbox_id = outbox.id
         join organisation on organisation.id = outbox.organisation_id
         where drained_at is null or (kind = 'OFFICE' and delivered_at is null) limit 1`,
      );
      if (waiting.length === 0) break;
    }
    const notices = await dataSource.query<{ key: string }[]>(
      `select outbox.key from outbox join organisation on organisation.id = organisation_id where kind = 'OFFICE'`,
    );
    const received = receiver.received.map(({ body }) => JSON.parse(body).id as string);
    console.info(
      `${notices.length} notices were delivered in ${received.length} deliveries, the last of them ` +
        `${seconds(performance.now() - began)} after the rest`,
    );
    record({
      part: 'fault',
      tried: 'server killed (SIGKILL) while it is written to, every fifth time as it starts',
      count: `${CRASHES} kills, ${answered.length} mutations by ${CLIENTS} clients`,
      happened:
        `all that was acknowledged is there, whole and once; each key answers as it first did; the audit trail is whole; ` +
        `${notices.length} notices delivered at least once; a start takes ${seconds(average(starts))}`,
    });
    expect([...new Set(received)].sort()).toEqual(notices.map(({ key }) => key).sort());
    expect(notices.length).toBe(answered.filter(({ mutation }) => mutation === 'submitProgressUpdate').length);
  });
});
