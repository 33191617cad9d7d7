import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { openViewDatabases } from '../database/view-databases';
import { openRegister } from '../register';
import { UserError } from '../user-error';
import { GraphClient } from '../graph/graph-client';
import { makeReport } from './report';

const USAGE = `Makes the State of Cohesion report of a year: one HTML page that needs nothing else to be read.

  npm run report -- --year YEAR --out FILE.html [--council CODE]

  --year YEAR      the year, from 2024 to the present one
  --out FILE.html  where to write the page; a file that is there is replaced
  --council CODE   the page of one council, by its GSS code, such as E08000004, instead of that of England

It shows what the public sees and nothing else. For a PDF, open it in a browser and print it.

Which database: DATABASE_URL, or the embedded one in DATA_DIR (a running server may go on running).`;

runCommand(
  { usage: USAGE, options: { year: { type: 'string' }, out: { type: 'string' }, council: { type: 'string' } } },
  async ({ values }) => {
    const year = readYear(values.year);
    const file = readFile(values.out);
    const began = performance.now();
    const config = readConfig();
    const register = await openRegister(config);
    try {
      const databases = await openViewDatabases(register.url, config.viewDatabaseUrls);
      try {
        const report = await makeReport(new GraphClient(databases.PUBLIC), year, values.council);
        await write(file, report);
        const kilobytes = Math.ceil(Buffer.byteLength(report) / 1000).toLocaleString('en-GB');
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        console.log(`Wrote ${file} (${kilobytes} kB) in ${seconds} s.`);
      } finally {
        await databases.close();
      }
    } finally {
      await register.close();
    }
  },
);

function readYear(given: string | undefined): number {
  if (given === undefined) throw new UserError(`--year is missing: which year is the report of?\n\n${USAGE}`);
  if (!/^\d{4}$/.test(given)) throw new UserError(`--year must be a year such as 2025, got "${given}".`);
  return Number(given);
}

/** Where to write. Looked at before the register is opened: nobody should wait to learn that a folder is missing. */
function readFile(given: string | undefined): string {
  if (!given) throw new UserError(`--out is missing: where shall the page be written?\n\n${USAGE}`);
  const file = path.resolve(given);
  if (!existsSync(path.dirname(file))) {
    throw new UserError(`--out: the folder ${path.dirname(file)} is not there. Make it first, or name another.`);
  }
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new UserError(`--out: ${file} is a folder. Name a file in it, such as ${path.join(given, 'report.html')}.`);
  }
  return file;
}

async function write(file: string, report: string): Promise<void> {
  try {
    await writeFile(file, report);
  } catch (error) {
    throw new UserError(`--out: ${file} cannot be written: ${(error as Error).message}.`);
  }
}
