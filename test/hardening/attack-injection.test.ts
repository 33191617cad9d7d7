import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isScalarType,
} from 'graphql';
import { VIEWS } from '../../src/graph/audience';
import { buildUnshieldedView } from '../../src/graph/schema';
import { contentOf } from '../support/databases';
import { mutate } from '../support/mutations';
import { mutationInputs, sampleInput } from '../support/sample-input';
import { type Caller, TestServer } from '../support/server';
import { HOSTILE_TEXTS } from './hostile-texts';
import { judge } from './judge';
import { KeptConnections } from './kept-connections';
import { EFFORT, record } from './record';

jest.setTimeout(120_000);

const ROLES = ['submitter', 'approver', 'reader', 'publisher', 'administrator'];
const COUNCIL: Caller = { view: 'council', organisation: 'E08000004', roles: ROLES };
const CALLERS: Record<string, Caller | undefined> = {
  PUBLIC: undefined,
  COUNCIL,
  GOVERNMENT: { view: 'government', organisation: 'DFE', roles: ROLES },
  OFFICE: { view: 'office', organisation: 'OSCDR', roles: ROLES },
};
/** Texts that say nothing. */
const BLANK = ['nothing', 'blanks'];
/** In a short run each place is tried with every third text, and each text at a third of the places. */
const SHARE = EFFORT === 'full' ? 1 : 3;

/** The ways to each text in an argument: the names of input fields, and `[]` for an item of a list. */
function waysToTexts(type: GraphQLInputType, way: string[] = []): string[][] {
  if (isNonNullType(type)) return waysToTexts(type.ofType, way);
  if (isListType(type)) return waysToTexts(type.ofType, [...way, '[]']);
  if (isScalarType(type)) return type.name === 'String' || type.name === 'ID' ? [way] : [];
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => waysToTexts(field.type, [...way, field.name]));
}

/** A value that holds a text at the end of a way, in what is there beside it. */
function holding(text: string, [step, ...way]: string[], beside: any): unknown {
  if (step === undefined) return text;
  if (step === '[]') return [holding(text, way, beside?.[0])];
  return { ...beside, [step]: holding(text, way, beside?.[step]) };
}

const schemas = new Map(VIEWS.map((view) => [view, buildUnshieldedView(view)]));

/** Values for arguments that a field must have. */
const REQUIRED: Record<string, string> = { Int: '1', String: '"x"', ID: '"x"' };

describe('hostile texts', () => {
  let server: TestServer;
  let connections: KeptConnections;
  beforeAll(async () => {
    server = await TestServer.start('reference');
    connections = await KeptConnections.to(server);
  });
  afterAll(() => connections.stop());

  const tokenOf = async (view: string): Promise<string | undefined> => {
    const caller = CALLERS[view];
    return caller && (await server.token(caller));
  };
  const texts = Object.entries(HOSTILE_TEXTS);
  const textsFor = (place: number) => texts.filter((_, index) => index % SHARE === place % SHARE);

  it('in every text of every query are looked for and not run', async () => {
    const { audit_entry: _entries, audit_head: _heads, ...before } = await contentOf(server.dataSource);
    const seen = new Set<string>();
    const faults: string[] = [];
    let tried = 0;
    for (const [view, schema] of schemas) {
      const token = await tokenOf(view);
      for (const field of Object.values(schema.getQueryType()!.getFields())) {
        for (const argument of field.args) {
          for (const way of waysToTexts(argument.type)) {
            const place = [field.name, argument.name, ...way].join('.');
            if (seen.has(place)) continue;
            seen.add(place);
            const others = field.args.filter((each) => each !== argument && isRequiredArgument(each));
            const values = [
              `${argument.name}: $value`,
              ...others.map(({ name, type }) => `${name}: ${REQUIRED[getNamedType(type).name]}`),
            ];
            const type = getNamedType(field.type).name;
            const isList = type.endsWith('Connection');
            const query = `query ($value: ${String(argument.type)}) { ${field.name}(${values.join(', ')}) { ${isList ? 'totalCount nodes { __typename }' : '__typename'} } }`;
            // A search is for the letters and digits of a text, whatever else there is in it.
            const mayFind = place.endsWith('.search');
            const attempts = textsFor(seen.size).map(async ([name, text]) => {
              const variables = { value: holding(text, way, undefined) };
              const { faults: wrong, data } = judge(await connections.ask({ query, variables }, token));
              const found = isList ? data?.[field.name]?.totalCount : data?.[field.name];
              if (found && !mayFind && !BLANK.includes(name)) wrong.push('something is found');
              if (wrong.length > 0) faults.push(`${view} ${place}, ${name}: ${wrong.join('; ')}`);
            });
            await Promise.all(attempts);
            tried += attempts.length;
          }
        }
      }
    }
    expect(faults).toEqual([]);
    expect(seen.size).toBeGreaterThan(80);
    const { audit_entry: _after, audit_head: _ends, ...after } = await contentOf(server.dataSource);
    expect(after).toEqual(before);
    record({
      part: 'attack',
      tried: `${texts.length} hostile texts in each of ${seen.size} texts that queries take`,
      count: `${tried.toLocaleString('en-GB')} requests`,
      happened:
        'looked for as they stand: nothing was found by them, nothing run, nothing changed, no answer of 500 or above',
    });
  });

  it('in every text of every mutation are taken as they stand, or refused in words', async () => {
    const faults: string[] = [];
    let [tried, places] = [0, 0];
    for (const [mutation, type] of mutationInputs()) {
      const view = VIEWS.find((each) => schemas.get(each)!.getMutationType()?.getFields()[mutation])!;
      const token = await tokenOf(view);
      const query = `mutation ($input: ${type.name}!) { ${mutation}(input: $input) { userErrors { code message } } }`;
      const sample = { ...sampleInput(mutation, type), idempotencyKey: randomUUID() };
      for (const way of waysToTexts(type)) {
        places += 1;
        const attempts = textsFor(places).map(async ([name, text]) => {
          const beside = { ...sample, idempotencyKey: randomUUID() };
          const variables = { input: holding(text, way, beside) };
          const { faults: wrong } = judge(await connections.ask({ query, variables }, token));
          if (wrong.length > 0) faults.push(`${view} ${mutation}.${way.join('.')}, ${name}: ${wrong.join('; ')}`);
        });
        await Promise.all(attempts);
        tried += attempts.length;
      }
    }
    expect(faults).toEqual([]);
    expect(places).toBeGreaterThan(100);
    record({
      part: 'attack',
      tried: `${texts.length} hostile texts in each of ${places} texts that mutations take`,
      count: `${tried.toLocaleString('en-GB')} requests`,
      happened: 'taken as text or refused in words; no answer of 500 or above, no words of the database',
    });
  });

  it('come back as they were sent, where they are taken', async () => {
    let taken = 0;
    for (const [, text] of texts) {
      const input = {
        recommendationCode: '12a',
        periodStart: '2026-01-01',
        periodEnd: `2026-03-${String((taken % 28) + 1).padStart(2, '0')}`,
        deliveryStatus: 'IN_PROGRESS',
        summary: text,
        evidence: [{ title: 'x', kind: 'DOCUMENT' }],
      };
      const isWritable = !/[\0\p{Surrogate}]/u.test(text) && text.trim() !== '' && text.length <= 20_000;
      if (!isWritable) continue;
      const { progressUpdate } = await mutate(server, COUNCIL, 'saveProgressUpdate', 'id summary', input);
      expect(progressUpdate.summary).toBe(text);
      const { node } = await server.query(
        'query ($id: ID!) { node(id: $id) { ... on ProgressUpdate { summary } } }',
        { id: progressUpdate.id },
        COUNCIL,
      );
      expect(node.summary).toBe(text);
      taken += 1;
    }
    expect(taken).toBeGreaterThan(20);
  });

  it.each([
    [
      'variables',
      (key: string) =>
        `{"query":"query ($v: CouncilFilter) { councils(first: 1, filter: $v) { totalCount } }","variables":{"${key}":{"isAdmin":true}}}`,
    ],
    [
      'an input',
      (key: string) =>
        `{"query":"query ($v: CouncilFilter) { councils(first: 1, filter: $v) { totalCount } }","variables":{"v":{"${key}":{"isAdmin":true}}}}`,
    ],
    ['the request', (key: string) => `{"query":"{ councils(first: 1) { totalCount } }","${key}":{"isAdmin":true}}`],
    [
      'extensions',
      (key: string) => `{"query":"{ councils(first: 1) { totalCount } }","extensions":{"${key}":{"isAdmin":true}}}`,
    ],
  ])('as names in %s reach no prototype', async (_where, make) => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '\\u005f_proto__']) {
      const { faults } = judge(
        await connections.send('POST', '/graphql', make(key), { 'content-type': 'application/json' }),
      );
      expect(faults).toEqual([]);
      expect(({} as any).isAdmin).toBeUndefined();
    }
    expect(judge(await connections.ask({ query: '{ __proto__: councils(first: 1) { totalCount } }' })).faults).toEqual(
      [],
    );
  });
});
