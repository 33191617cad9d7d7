import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command-line';
import { projectDirectory } from '../project';
import { printContract } from './schema';
import { PRINTED_SECTIONS, updateSection } from './printed-section';

const USAGE = `Writes the schema, as the code declares it: whole to schema.graphql, and each view's to the folder schema;
and the tables that documents have of the code, such as who sees what in README.md.

  npm run schema:print`;

runCommand({ usage: USAGE }, () => {
  for (const [name, schema] of Object.entries(printContract())) {
    const file = path.join(projectDirectory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, schema);
    console.log(`Wrote ${file} (${schema.split('\n').length - 1} lines).`);
  }
  for (const [name, { section, content }] of Object.entries(PRINTED_SECTIONS)) {
    const file = path.join(projectDirectory, name);
    writeFileSync(file, updateSection(readFileSync(file, 'utf8'), section, content()));
    console.log(`Brought the part "${section}" of ${file} up to date.`);
  }
});
