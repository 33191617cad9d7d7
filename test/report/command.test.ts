import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { type Clone, cloneDatabase } from '../support/databases';
import { Folder } from '../support/files';

interface Outcome {
  code: number;
  output: string;
  errors: string;
}

describe('npm run report', () => {
  let clone: Clone;
  const folder = new Folder();
  beforeAll(async () => (clone = await cloneDatabase('reference')));
  afterAll(async () => {
    folder.remove();
    await clone.drop();
  });

  const run = (...words: string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      const command = path.join(projectDirectory, 'dist/src/report/main.js');
      const env = { ...process.env, DATABASE_URL: clone.url };
      execFile('node', [command, ...words], { env }, (error, output, errors) =>
        resolve({ code: error ? Number(error.code) : 0, output, errors }),
      );
    });

  it('writes a page, and over one that is there', async () => {
    const file = folder.write('report.html', 'old');
    const { code, output, errors } = await run('--year', '2025', '--out', file, '--council', 'E08000004');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^Wrote \/.*report\.html \(\d+ kB\) in [\d.]+ s\.\n$/);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>[^]*<title>State of Cohesion 2025: Oldham<\/title>/);
  });

  it('says how it is used', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    expect(output).toContain('npm run report -- --year YEAR --out FILE.html');
  });

  it.each([
    [['--out', 'x.html'], '--year is missing'],
    [['--year', 'last', '--out', 'x.html'], '--year must be a year such as 2025, got "last".'],
    [['--year', '2025'], '--out is missing'],
    [['--year', '2025', '--out', '/nowhere/x.html'], 'the folder /nowhere is not there'],
    [['--year', '2025', '--out', '/tmp'], '/tmp is a folder'],
    [['--year', '1999', '--out', '/tmp/x.html'], '"year" must be from 2024'],
    [['--year', '2025', '--out', '/tmp/x.html', '--council', 'Oldham'], 'no council with the GSS code "Oldham"'],
    [['--years', '2025'], "Unknown option '--years'"],
  ])('says what is wrong with %j', async (given, says) => {
    const { code, output, errors } = await run(...given);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain(says);
    expect(errors).not.toMatch(/^\s+at /m);
  });
});
