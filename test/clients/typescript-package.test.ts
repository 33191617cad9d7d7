import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { referenceRows } from '../support/reference';
import { figuresOf, readFigures } from './figures';
import { clientsDirectory, Consumer, ListeningServer, PACKAGE, run, runWell } from './support';

const README = readFileSync(path.join(clientsDirectory, 'typescript/README.md'), 'utf8');
const README_EXAMPLES = [...README.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);

/** What must compile, and what must not: a directive that stands before code without an error is an error itself. */
const TYPES = `
import { type CouncilsQuery, ObservationsDocument, CouncilsDocument, RegisterClient, RegisterError } from '${PACKAGE}';

const client = new RegisterClient({ endpoint: 'http://localhost/graphql', fetch, retry: { attempts: 1 } });

export async function right(): Promise<(number | null)[]> {
  const { councils }: CouncilsQuery = await client.query(CouncilsDocument);
  const name: string | undefined = councils.nodes[0]?.name;
  const own = await client.query<{ council: { name: string } | null }, { code: string }>(
    'query ($code: String!) { council(gssCode: $code) { name } }', { code: name ?? '' });
  const values: (number | null)[] = [own.council === null ? 0 : 1];
  for await (const { value, marker } of client.pages(ObservationsDocument, { first: 5 }, ({ observations }) => observations)) {
    if (marker !== 'u') values.push(value);
  }
  return values;
}
export const codeOf = (error: RegisterError): string => error.code;

export async function wrong(): Promise<void> {
  // @ts-expect-error No such argument.
  await client.query(CouncilsDocument, { search: 'Oldham' });
  // @ts-expect-error No such field of the answer.
  (await client.query(CouncilsDocument)).councils.nodes[0]?.mayor;
  // @ts-expect-error No such constant.
  await client.query(CouncilsDocument, { filter: { types: ['PARISH'] } });
  // @ts-expect-error No list.
  client.pages(CouncilsDocument, {}, ({ councils }) => councils.nodes[0]);
}
`;
const COMMONJS = `
import { RegisterClient } from '${PACKAGE}';
const { CouncilsDocument } = require('${PACKAGE}') as typeof import('${PACKAGE}');
const client = new RegisterClient({ endpoint: process.argv[2]! });
void client
  .query(CouncilsDocument, { filter: { search: 'oldham' } })
  .then(({ councils }) => console.log(councils.nodes.map(({ gssCode }) => gssCode).join()));
`;

jest.setTimeout(180_000);

describe('the TypeScript client, packed and installed', () => {
  let server: ListeningServer;
  let consumer: Consumer;
  let examples: string[];
  let complaints: string;
  beforeAll(async () => {
    [server, consumer] = await Promise.all([ListeningServer.start(), Consumer.install()]);
    await server.publishReport('12a');
    examples = consumer.copyExamples();
    README_EXAMPLES.forEach((code, index) => consumer.write(`readme-${index}.ts`, code));
    consumer.write('types.ts', TYPES);
    consumer.write('commonjs.cts', COMMONJS);
    complaints = await consumer.compile();
  });
  afterAll(async () => {
    consumer.remove();
    await server.stop();
  });

  const runExample = (name: string, ...words: string[]): Promise<string> =>
    runWell('node', [`${name}.js`, ...words], consumer.path, { REGISTER_URL: server.endpoint });

  it('compiles in a strict project, types and examples', () => {
    expect(complaints).toBe('');
    expect(examples).toEqual(['latest-values.ts', 'neighbours.ts', 'not-reported.ts', 'what-changed.ts']);
    expect(README_EXAMPLES).toHaveLength(3);
  });

  it('is small, and depends on nothing', () => {
    const installed = path.join(consumer.path, 'node_modules', PACKAGE);
    const { dependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
    const files = ['answers', 'client', 'document', 'error', 'index', 'pages', 'retry', 'generated/documents'];
    const sizes = files.map((name) => statSync(path.join(installed, `dist/${name}.js`)).size);
    const size = sizes.reduce((sum, one) => sum + one, 0);
    console.info(`The client is ${size} bytes of JavaScript, ${sizes.at(-1)} of them queries.`);
    expect(size).toBeLessThan(30_000);
    expect(readFileSync(path.join(installed, 'dist/schema.graphql'), 'utf8')).toBe(
      readFileSync(path.join(projectDirectory, 'schema/public.graphql'), 'utf8'),
    );
  });

  it('is there for CommonJS too', async () => {
    expect(await runWell('node', ['commonjs.cjs', server.endpoint], consumer.path)).toBe('E08000004\n');
  });

  it('example: councils that have not reported', async () => {
    const lines = (await runExample('not-reported', '12a')).trimEnd().split('\n');
    const expected = await server.notReported('12a');
    expect(expected).toHaveLength(316);
    expect(lines.pop()).toBe('316 councils have not reported on 12a.');
    expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(expected);
    const { code, errors } = await run('node', ['not-reported.js', '99z'], consumer.path, {
      REGISTER_URL: server.endpoint,
    });
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining('There is no recommendation 99z.') });
  });

  it('example: latest values as CSV', async () => {
    const expected = figuresOf('wellbeing_anxiety');
    expect(expected.length).toBeGreaterThan(290);
    expect(readFigures(await runExample('latest-values', 'wellbeing_anxiety'))).toEqual(expected);
  });

  it('example: a council beside its neighbours', async () => {
    const lines = (await runExample('neighbours', 'E08000004', 'wellbeing_anxiety')).trimEnd().split('\n');
    const names = new Map(referenceRows('councils.csv').map(({ code, name }) => [code!, name!]));
    const period = figuresOf('wellbeing_anxiety', '2022-04-01/P1Y');
    const valueOf = (council: string): number => Number(period.find(({ code }) => code === council)!.value);
    const neighbours = referenceRows('statistical_neighbours.csv').filter(
      ({ council_code }) => council_code === 'E08000004',
    );
    const codes = ['E08000004', ...neighbours.map(({ neighbour_code }) => neighbour_code!)];
    const rankOf = (council: string): number => 1 + codes.filter((other) => valueOf(other) < valueOf(council)).length;
    expect(lines[0]).toBe('Anxiety yesterday (mean), score 0-10, April 2022 to March 2023');
    expect(lines[1]).toBe('Oldham: 3.35');
    const members = lines.filter((line) => /^\d+ /.test(line)).map((line) => line.replace(/^Oldham/, ''));
    const expected = codes.map((council) => `${rankOf(council)} ${names.get(council)}: ${valueOf(council)}`);
    expect(members.filter((line) => !line.includes(' Oldham:')).sort()).toEqual(expected.slice(1).sort());
    expect(lines.at(-2)).toContain(`Rank ${rankOf('E08000004')} of ${codes.length}, `);
  });

  it('example: what changed since a revision', async () => {
    const output = await runExample('what-changed', '1');
    const [{ title }] = await server.graph.dataSource.query(`select title from publication where revision = 2`);
    expect(output).toMatch(new RegExp(`^2 \\S+Z ${title}\n`));
    expect(output).toMatch(/^ {2}CHANGED Assignment Oldham.* deliveryStatus: nothing -> IN_PROGRESS/m);
    expect(output).toMatch(/Up to revision 2: remember it for the next time\.\n$/);
    expect(await runExample('what-changed', '2')).toBe('Up to revision 2: remember it for the next time.\n');
  });

  it.each(README_EXAMPLES.map((_, index) => index))('example %i of its README', async (index) => {
    const says = [...README.matchAll(/```ts\n.*?```\s*```text\n(.*?)```/gs)][index]![1];
    expect(await runExample(`readme-${index}`)).toBe(says);
  });

  it('has its generated part up to date', async () => {
    const command = path.join(projectDirectory, 'dist/clients/generate/main.js');
    expect(await run('node', [command, '--check'], projectDirectory)).toEqual({ code: 0, output: '', errors: '' });
  });
});
