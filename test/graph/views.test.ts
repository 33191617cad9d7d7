import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  buildSchema,
} from 'graphql';
import { buildGraph, buildView } from '../../src/graph/schema';
import { readAudiences } from '../../src/graph/views';
import { openViewDatabases, VIEW_ROLES } from '../../src/database/view-databases';
import { type Caller, TestServer, UNLIMITED } from '../support/server';
import { CALLERS, plantUnpublishedWork, RESTRICTED_TABLES, viewOf } from '../support/unpublished-world';

jest.setTimeout(180_000);

const { whole, audiences } = buildGraph();
const callers = Object.entries(CALLERS);

/** Every name that a schema knows, to compare what an answer names with what a view may name. */
function namesOf(schema: GraphQLSchema): Set<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    names.add(type.name);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        names.add(field.name);
        if ('args' in field) field.args.forEach(({ name }: { name: string }) => names.add(name));
      }
    }
    if (isEnumType(type)) type.getValues().forEach((value) => names.add(value.name));
  }
  return names;
}

const restrictedNames = (caller: Caller | null): string[] => {
  const seen = namesOf(buildView(viewOf(caller)));
  return [...namesOf(whole)].filter((name) => !seen.has(name));
};

describe('a schema', () => {
  it('cannot be built with an element that declares no audience', () => {
    const schema = buildSchema(`
      directive @audience(views: [String]) on OBJECT | FIELD_DEFINITION
      type Query { a: A @audience(views: [PUBLIC]) b(c: Int): Int @audience(views: [PUBLIC]) }
      type A { d: Int } enum E { F } input I { g: Int }`);
    expect(() => readAudiences(schema)).toThrow(
      /^These declare no audience \(use the decorators of graph\/declare\.ts\): Query\.b\(c:\), A, A\.d, E, E\.F, I, I\.g$/,
    );
  });
});

describe('the four views', () => {
  let server: TestServer;
  let updateKeys: string[];
  beforeAll(async () => {
    server = await TestServer.start('reference', { limits: UNLIMITED });
    ({ updateKeys } = await plantUnpublishedWork(server.dataSource));
  });
  afterAll(() => server.stop());

  it.each(callers)('tell %s by introspection exactly what is declared', async (_name, caller) => {
    const { __schema } = await server.query(
      `{ __schema { types { name kind fields(includeDeprecated: true) { name args { name } } inputFields { name } enumValues { name } } } }`,
      undefined,
      caller ?? undefined,
    );
    const told = new Set<string>();
    for (const type of __schema.types.filter(({ name, kind }: any) => !name.startsWith('__') && kind !== 'SCALAR')) {
      told.add(type.name);
      for (const field of type.fields ?? []) {
        told.add(`${type.name}.${field.name}`);
        field.args.forEach((argument: any) => told.add(`${type.name}.${field.name}(${argument.name}:)`));
      }
      [...(type.inputFields ?? []), ...(type.enumValues ?? [])].forEach(({ name }: any) =>
        told.add(`${type.name}.${name}`),
      );
    }
    const view = viewOf(caller);
    const declared = [...audiences.keys()].filter((coordinate) => {
      const [typeName] = coordinate.split('.') as [string];
      const field = coordinate.split('(')[0]!;
      const scalar =
        whole.getType(typeName)?.astNode === undefined &&
        ['ID', 'Int', 'Float', 'String', 'Boolean', 'LocalDate', 'DateTimeISO', 'DateTime', 'JSONObject'].includes(
          typeName,
        );
      // A view without mutations has no type for them.
      if (typeName === 'Mutation' && view === 'PUBLIC') return false;
      return !scalar && [typeName, field, coordinate].every((each) => audiences.get(each)!.includes(view));
    });
    expect([...told].sort()).toEqual(declared.sort());
  });

  it.each(callers)('never tell %s a name it may not know, not even to correct one', async (_name, caller) => {
    const names = restrictedNames(caller);
    const told: string[] = [];
    const typos = names.map((name) => `${name.slice(0, -1)}x`);
    const each = (write: (typo: string, index: number) => string): string => typos.map(write).join(' ');
    // All of them at once: each is refused by an error of its own.
    for (const query of [
      `{ ${each((typo) => typo)} }`,
      `{ council(gssCode: "E08000004") { ${each((typo) => typo)} assignments { ${each((typo) => typo)} nodes { ${each((typo) => typo)} } } } }`,
      `{ node(id: "x") { ${each((typo) => `... on ${typo} { id }`)} } }`,
      `{ ${each((typo, index) => `c${index}: councils(filter: { ${typo}: 1 }, orderBy: { field: ${typo} }) { totalCount }`)} }`,
    ]) {
      if (names.length === 0) continue;
      const { errors } = await server.ask(query, undefined, caller ?? undefined);
      expect(errors!.length).toBeGreaterThanOrEqual(new Set(typos).size);
      const text = errors!.map(({ message }) => message).join(' ');
      const words = new Set(text.match(/\w+/g));
      told.push(...names.filter((name) => words.has(name)).map((name) => `${name} by ${query.slice(0, 100)}`));
    }
    expect(told).toEqual([]);
    expect(names.length > 0).toBe(viewOf(caller) !== 'OFFICE');
  });

  it("answer for what is another's as for what is not there, to the letter", async () => {
    const id = (key: string): string => Buffer.from(`ProgressUpdate:${key}`).toString('base64url');
    const ask = (key: string, caller: Caller | null): Promise<{ text: string; status: number }> =>
      server.ask('query ($id: ID!) { node(id: $id) { id __typename } }', { id: id(key) }, caller ?? undefined);
    const [draftOfA] = updateKeys as [string];
    for (const name of ['public', 'council B', 'department', 'department B']) {
      const there = await ask(draftOfA, CALLERS[name]!);
      const absent = await ask('00000000-0000-4000-8000-000000000000', CALLERS[name]!);
      expect([name, there.status, there.text]).toEqual([name, absent.status, absent.text]);
    }
    expect((await ask(draftOfA, CALLERS['council A']!)).text).toContain('ProgressUpdate');
  });

  it('count for each caller only what it may see', async () => {
    const count = async (caller: Caller | null, gssCode: string): Promise<number> =>
      (
        await server.query(
          'query ($gssCode: String!) { council(gssCode: $gssCode) { assignments(first: 1) { nodes { progressUpdates { totalCount } } } } }',
          { gssCode },
          caller ?? undefined,
        )
      ).council.assignments.nodes[0].progressUpdates.totalCount;
    expect(await count(CALLERS['council A']!, 'E08000004')).toBe(6);
    expect(await count(CALLERS['council A']!, 'E06000021')).toBe(0);
    expect(await count(CALLERS['department']!, 'E08000004')).toBe(3);
    expect(await count(CALLERS['office']!, 'E08000004')).toBe(6);
  });

  it('keep councils apart that ask at the same time', async () => {
    const query = `{ council(gssCode: "E08000004") { assignments(first: 1) { nodes { progressUpdates { totalCount } deliveryDetail { blockers } } } }
      other: council(gssCode: "E06000021") { assignments(first: 1) { nodes { progressUpdates { totalCount } deliveryDetail { blockers } } } } }`;
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const name = index % 2 === 0 ? 'council A' : 'council B';
        return [name, (await server.ask(query, undefined, CALLERS[name]!)).data] as const;
      }),
    );
    const nothing = { assignments: { nodes: [{ progressUpdates: { totalCount: 0 }, deliveryDetail: null }] } };
    const own = (code: string): object => ({
      assignments: {
        nodes: [{ progressUpdates: { totalCount: 6 }, deliveryDetail: { blockers: `canary-blockers-${code}` } }],
      },
    });
    for (const [name, data] of answers) {
      expect(data).toEqual(
        name === 'council A'
          ? { council: own('E08000004'), other: nothing }
          : { council: nothing, other: own('E06000021') },
      );
    }
  });

  it('go on being served after requests that fail while others of their fields still read', async () => {
    const failing = '{ a: councils(first: 500) { totalCount } b: regions { totalCount } c: indicators { totalCount } }';
    for (let each = 0; each < 15; each++) {
      const { errors } = await server.ask(failing, undefined, CALLERS['council A']!);
      expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
    }
    for (const name of ['council A', 'council B']) {
      expect(await server.query('{ regions { totalCount } }', undefined, CALLERS[name]!)).toEqual({
        regions: { totalCount: 9 },
      });
    }
    const idle = await server.dataSource.query(
      `select count(*)::int4 from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
    );
    expect(idle).toEqual([{ count: 0 }]);
  });

  describe('in PostgreSQL', () => {
    it('read through roles that own nothing, log in nowhere and stand under the row policies', async () => {
      const roles = Object.values(VIEW_ROLES);
      const attributes = await server.dataSource.query(
        `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
           (select count(*)::int4 from pg_class where relowner = pg_roles.oid) as owned
         from pg_roles where rolname = any($1) order by rolname`,
        [roles],
      );
      const none = {
        rolcanlogin: false,
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        owned: 0,
      };
      expect(attributes).toEqual([...roles].sort().map((rolname) => ({ rolname, ...none })));
      const forced = await server.dataSource.query(
        `select relname from pg_class where relname = any($1) and relrowsecurity and relforcerowsecurity order by relname`,
        [RESTRICTED_TABLES],
      );
      expect(forced.map(({ relname }: any) => relname)).toEqual([...RESTRICTED_TABLES].sort());
    });

    it('have the least grants: to read what they may see, and to write what mutations write', async () => {
      const grants = await server.dataSource.query<{ role: string; name: string; privilege: string }[]>(
        `select grantee as role, table_name as name, privilege_type as privilege from information_schema.role_table_grants
         where grantee = any($1) and table_schema = 'public' order by 1, 2, 3`,
        [Object.values(VIEW_ROLES)],
      );
      const granted = (role: string, privilege: string): string[] =>
        grants.filter((each) => each.role === role && each.privilege === privilege).map(({ name }) => name);
      const readable = (role: string): string[] =>
        granted(role, 'SELECT').filter((name) => RESTRICTED_TABLES.includes(name));
      const ofTheOffice = ['unreleased_observation', 'audit_entry', 'notice_delivery'];
      const reported = RESTRICTED_TABLES.filter((name) => !ofTheOffice.includes(name));
      expect(readable('oscdr_public')).toEqual([]);
      expect(readable('oscdr_council')).toEqual([...reported].sort());
      // Departments are granted what the view of tasks names, and no row of it.
      const ofAssessments = ['assessment_finding', 'assessment_reply'];
      expect(readable('oscdr_government')).toEqual(reported.filter((name) => !ofAssessments.includes(name)).sort());
      expect(readable('oscdr_office')).toEqual([...RESTRICTED_TABLES].sort());

      const insertedByReporters = [
        'data_return',
        'delivery_detail',
        'due_date_request',
        'evidence',
        'idempotent_answer',
        'progress_update',
        'recommendation_response',
        'returned_observation',
        'submission',
        'webhook_secret',
        'workflow_event',
      ];
      const updated = [
        'data_return',
        'delivery_detail',
        'due_date_request',
        'progress_update',
        'recommendation_response',
      ];
      const writes = (role: string): Record<string, string[]> => ({
        insert: granted(role, 'INSERT'),
        update: granted(role, 'UPDATE'),
        delete: granted(role, 'DELETE'),
        truncate: granted(role, 'TRUNCATE'),
      });
      expect(writes('oscdr_public')).toEqual({ insert: [], update: [], delete: [], truncate: [] });
      for (const role of ['oscdr_council', 'oscdr_government']) {
        expect(writes(role)).toEqual({
          insert: insertedByReporters,
          update: updated,
          delete: ['evidence', 'notice_subscription', 'returned_observation'],
          truncate: [],
        });
      }
      expect(writes('oscdr_office')).toEqual({
        insert: [
          ...insertedByReporters,
          'action',
          'action_priority',
          'action_recommendation',
          'due_date_change',
          'milestone',
          'observation',
          'observation_revision',
          'published_assessment',
          'published_evidence',
          'published_finding',
          'published_update',
          'published_verification',
          'review_note',
          'unreleased_observation',
          'verification',
        ].sort(),
        update: [...updated, 'action', 'assignment', 'milestone', 'observation', 'unreleased_observation'].sort(),
        delete: [
          'action_priority',
          'action_recommendation',
          'evidence',
          'notice_subscription',
          'returned_observation',
          'unreleased_observation',
        ],
        truncate: [],
      });
      const internal = ['migration', 'reference_package', 'audit_head'];
      expect(grants.filter(({ name }) => internal.includes(name))).toEqual([]);
    });

    it('are not opened where a connection does not start in the role of its view', async () => {
      const url = new URL(server.databaseUrl);
      url.searchParams.set('options', '-c statement_timeout=4000');
      const databases = await openViewDatabases(url.href);
      const settings = `select current_user::text as role, current_setting('idle_in_transaction_session_timeout') as idle`;
      expect(await databases.PUBLIC.rows(settings)).toEqual([{ role: 'oscdr_public', idle: '15s' }]);
      await databases.close();

      const login = `register_test_stranger_${process.pid}`;
      await server.dataSource.query(`create role ${login} login password 'x'`);
      try {
        [url.username, url.password] = [login, 'x'];
        await expect(openViewDatabases(server.databaseUrl, { OFFICE: url.href })).rejects.toThrow(
          'DATABASE_URL_OFFICE',
        );
      } finally {
        await server.dataSource.query(`drop role ${login}`);
      }
    });

    it('cannot hold unpublished work under another owner than that of what it belongs to', async () => {
      const stray = `update delivery_detail set organisation_id = (select id from organisation where code = 'E06000021')
        where organisation_id = (select id from organisation where code = 'E08000004')`;
      await expect(server.dataSource.query(stray)).rejects.toThrow('delivery_detail_owner_fk');
    });

    it('take a login of its own for a view, where it is given one', async () => {
      const login = `register_test_login_${process.pid}`;
      await server.dataSource.query(`create role ${login} login noinherit password 'x' in role oscdr_council`);
      try {
        const url = new URL(server.databaseUrl);
        [url.username, url.password] = [login, 'x'];
        const databases = await openViewDatabases(server.databaseUrl, { COUNCIL: url.href });
        const whoAmI = 'select session_user::text as login, current_user::text as role';
        expect(await databases.COUNCIL.rows(whoAmI)).toEqual([{ login, role: 'oscdr_council' }]);
        expect(await databases.OFFICE.rows(whoAmI)).toEqual([
          { login: expect.not.stringMatching(login), role: 'oscdr_office' },
        ]);
        await databases.close();
      } finally {
        await server.dataSource.query(`drop role ${login}`);
      }
    });

    it('show the council role no restricted row where no organisation is named', async () => {
      for (const table of ['delivery_detail', 'progress_update', 'review_note', 'submission']) {
        await server.dataSource.transaction(async (manager) => {
          await manager.query(`set local role ${VIEW_ROLES.COUNCIL}`);
          expect(await manager.query(`select count(*)::int4 from ${table}`)).toEqual([{ count: 0 }]);
        });
      }
    });
  });
});
