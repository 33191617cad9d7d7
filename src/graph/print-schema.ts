import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command-line';
import { projectDirectory } from '../project';
import { printContract } from './schema';
import { updateWhoSeesWhat } from './who-sees-what';

const USAGE = `Writes the schema, as the code declares it: whole to schema.graphql, and each view's to the folder schema;
and the table of who sees what to README.md.

  npm run schema:print`;

runCommand({ usage: USAGE }, () => {
  for (const [name, schema] of Object.entries(printContract())) {
    const file = path.join(projectDirectory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, schema);
    console.log(`Wrote ${file} (${schema.split('\n').length - 1} lines).`);
  }
  const readme = path.join(projectDirectory, 'README.md');
  writeFileSync(readme, updateWhoSeesWhat(readFileSync(readme, 'utf8')));
  console.log(`Brought the table of who sees what up to date in ${readme}.`);
});
