import { randomUUID } from 'node:crypto';
import { mutationRoles } from '../../src/graph/declare';
import { buildGraph, buildView } from '../../src/graph/schema';
import { contentOf } from '../support/databases';
import { mutationInputs, sampleInput } from '../support/sample-input';
import { type Caller, TestServer } from '../support/server';
import { CALLERS, viewOf } from '../support/unpublished-world';

const ROLES = ['submitter', 'approver', 'reader', 'publisher', 'administrator'];

/** Every mutation there is, tried by everybody: made of the schema, so that a new one is tried as well. */
describe('mutations', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const { audiences } = buildGraph();
  const mutations = [...mutationInputs()];
  const send = (name: string, type: string, input: object, caller?: Caller) =>
    server.ask(
      `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message field } } }`,
      { input: { ...input, idempotencyKey: randomUUID() } },
      caller,
    );

  it('are not there for the public, in name or in effect', async () => {
    expect(buildView('PUBLIC').getMutationType()).toBeUndefined();
    const { status, errors } = await server.ask('mutation { x }');
    expect([status, errors![0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('each take one input, need a role, and answer userErrors', () => {
    const office = buildView('OFFICE').getMutationType()!.getFields();
    for (const [name, input] of mutations) {
      expect([name, office[name]!.args.map((each) => each.name)]).toEqual([name, ['input']]);
      expect([name, mutationRoles.has(name)]).toEqual([name, true]);
      expect([name, Object.keys(input.getFields())]).toEqual([name, expect.arrayContaining(['idempotencyKey'])]);
      expect(name[0]!.toUpperCase() + name.slice(1) + 'Input').toBe(input.name);
    }
  });

  it('are refused to who is not of their audience, has not their role, or names what does not exist; and change nothing', async () => {
    const before = await contentOf(server.dataSource);
    const wrong: string[] = [];
    let tried = 0;
    const expectations = async (name: string, input: object, type: string, caller: Caller | null): Promise<void> => {
      const { status, errors, data } = await send(name, type, input, caller ?? undefined);
      tried += 1;
      const seen = audiences.get(`Mutation.${name}`)!.includes(viewOf(caller));
      const who = `${caller ? `${caller.organisation} ${caller.roles?.join()}` : 'public'} ${name}`;
      const code = errors?.[0]?.extensions.code;
      if (!seen) {
        // What a view does not have is unknown there.
        if (status !== 400 || code !== 'GRAPHQL_VALIDATION_FAILED') wrong.push(`${who}: ${status} ${code}`);
      } else if (!caller!.roles!.includes(mutationRoles.get(name)!.toLowerCase())) {
        if (code !== 'FORBIDDEN') wrong.push(`${who}: ${code} ${JSON.stringify(data)}`);
      } else if (code !== 'NOT_FOUND' && !(data?.[name].userErrors.length > 0)) {
        wrong.push(`${who}: ${code} ${JSON.stringify(data)}`);
      }
    };
    for (const [name, input] of mutations) {
      const sample = sampleInput(name, input);
      for (const caller of Object.values(CALLERS)) {
        if (caller === null) await expectations(name, sample, input.name, null);
        else for (const role of ROLES) await expectations(name, sample, input.name, { ...caller, roles: [role] });
      }
    }
    expect(wrong).toEqual([]);
    expect(await contentOf(server.dataSource)).toEqual(before);
    console.info(`${mutations.length} mutations, ${tried} attempts`);
  });

  it('refuse an idempotency key that is none', async () => {
    const caller: Caller = { view: 'council', organisation: 'E08000004', roles: ['submitter'] };
    for (const idempotencyKey of ['', 'short', 'with spaces in it', 'x'.repeat(201)]) {
      const { errors } = await server.ask(
        'mutation ($input: SubmitProgressUpdateInput!) { submitProgressUpdate(input: $input) { userErrors { code } } }',
        { input: { idempotencyKey, id: 'x', expectedVersion: 1 } },
        caller,
      );
      expect(errors![0]).toMatchObject({
        message: expect.stringContaining('"input.idempotencyKey" must be'),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });
});
