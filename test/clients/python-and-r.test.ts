import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { referenceRows } from '../support/reference';
import { figuresOf, readFigures } from './figures';
import { clientsDirectory, isHere, ListeningServer, run, runWell } from './support';

const LANGUAGES = [
  { folder: 'python', program: 'python3', ending: 'py', there: isHere('python3', '--version') },
  { folder: 'r', program: 'Rscript', ending: 'R', there: isHere('Rscript', '-e', 'library(jsonlite)') },
];

jest.setTimeout(120_000);

describe('examples in other languages', () => {
  let server: ListeningServer;
  beforeAll(async () => {
    server = await ListeningServer.start();
    await server.publishReport('12a');
  });
  afterAll(() => server.stop());

  for (const { folder, program, ending, there } of LANGUAGES) {
    const directory = path.join(clientsDirectory, folder, 'examples');
    const variables = (): object => ({ REGISTER_URL: server.endpoint, PYTHONDONTWRITEBYTECODE: '1' });
    const example = (name: string, ...words: string[]): Promise<string> =>
      runWell(program, [`${name}.${ending}`, ...words], directory, variables());

    // On a machine of one's own a language may be missing; CI installs it, and must not pass without.
    (there || process.env['CI'] ? describe : describe.skip)(folder, () => {
      it('has these examples, and its README names each', () => {
        const names = readdirSync(directory).filter((name) => name.endsWith(`.${ending}`));
        expect(names).toEqual(
          ['figures', 'latest_values', 'not_reported', 'query_as_csv', 'register'].map((name) => `${name}.${ending}`),
        );
        const readme = readFileSync(path.join(clientsDirectory, folder, 'README.md'), 'utf8');
        for (const name of names) expect(readme).toContain(name);
      });

      it('councils that have not reported', async () => {
        const lines = (await example('not_reported', '12a')).trimEnd().split('\n');
        const expected = await server.notReported('12a');
        expect(lines.pop()).toBe(`${expected.length} councils have not reported on 12a.`);
        expect(expected).toHaveLength(316);
        expect(lines.map((line) => line.split(' ')[0]).sort()).toEqual(expected);
        const { code, errors } = await run(program, [`not_reported.${ending}`, '99z'], directory, variables());
        expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining('no recommendation 99z') });
      });

      it('latest values as CSV', async () => {
        expect(readFigures(await example('latest_values', 'wellbeing_anxiety'))).toEqual(
          figuresOf('wellbeing_anxiety'),
        );
      });

      it('figures that the register writes as CSV', async () => {
        const values = figuresOf('wellbeing_anxiety').flatMap(({ value }) => (value === '' ? [] : Number(value)));
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(await example('figures', 'wellbeing_anxiety')).toBe(
          `${values.length} councils, plain mean ${mean.toFixed(3)} score 0-10\n` +
            'Source: ONS Explore Local Statistics data repo: ONS Annual Population Survey. Open Government Licence v3.0.\n',
        );
      });

      it('a query of its own as CSV', async () => {
        const rows = parse<Record<string, string>>(await example('query_as_csv', 'E08000004'), { columns: true });
        const expected = referenceRows('indicators.csv').flatMap(({ code }) =>
          figuresOf(code!)
            .filter((figure) => figure.code === 'E08000004')
            .map(({ value }) => [code, Number(value)]),
        );
        expect(expected.length).toBeGreaterThan(20);
        expect(rows.map(({ indicator_code, value }) => [indicator_code, Number(value)]).sort()).toEqual(
          expected.sort(),
        );
      });

      it('the program in its README', async () => {
        const readme = readFileSync(path.join(clientsDirectory, folder, 'README.md'), 'utf8');
        const examples = [...readme.matchAll(/```(?:python|r)\n(.*?)```\s*```text\n(.*?)```/gs)];
        expect(examples).toHaveLength(1);
        const flag = folder === 'python' ? '-c' : '-e';
        const output = await runWell(program, [flag, examples[0]![1]!], directory, variables());
        expect(output).toBe(examples[0]![2]);
      });
    });
  }
});
