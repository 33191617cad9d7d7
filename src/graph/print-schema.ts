import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command-line';
import { projectDirectory } from '../project';
import { printContract } from './schema';
import { PRINTED_SECTIONS, updateSection } from './printed-section';

const USAGE = `Writes the schema anew, and what is printed from the code in the documents.

  npm run schema:print

The whole schema goes to schema.graphql, that of each view to the folder schema, who sees what to README.md and the states
of work to docs/workflow.md.`;

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
