import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectDirectory } from '../project';
import { printContract } from './schema';
import { updateWhoSeesWhat } from './who-sees-what';

const USAGE = `Writes the schema, as the code declares it: whole to schema.graphql, and each view's to the folder schema;
and the table of who sees what to README.md.

  npm run schema:print`;

function main(): void {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  for (const [name, schema] of Object.entries(printContract())) {
    const file = path.join(projectDirectory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, schema);
    console.log(`Wrote ${file} (${schema.split('\n').length - 1} lines).`);
  }
  const readme = path.join(projectDirectory, 'README.md');
  writeFileSync(readme, updateWhoSeesWhat(readFileSync(readme, 'utf8')));
  console.log(`Brought the table of who sees what up to date in ${readme}.`);
}

try {
  main();
} catch (error) {
  const wrongOption = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS');
  console.error(wrongOption ? `${(error as Error).message}\n\n${USAGE}` : error);
  process.exitCode = 1;
}
