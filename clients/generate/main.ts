import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../src/command-line';
import { UserError } from '../../src/user-error';
import { DOCUMENTS_FILE, generateDocuments } from './documents';

const USAGE = `Writes the typed documents of the TypeScript client, from the public schema and clients/typescript/documents.

  npm run client:generate
  npm run client:generate -- --check    writes nothing, and fails where they are out of date`;

runCommand({ usage: USAGE, options: { check: { type: 'boolean' } } }, async ({ values }) => {
  const code = await generateDocuments();
  if (values.check) {
    if (readFileSync(DOCUMENTS_FILE, 'utf8') === code) return;
    throw new UserError(`${DOCUMENTS_FILE} is out of date: npm run client:generate writes it.`);
  }
  mkdirSync(path.dirname(DOCUMENTS_FILE), { recursive: true });
  writeFileSync(DOCUMENTS_FILE, code);
  console.log(`Wrote ${DOCUMENTS_FILE} (${Math.round(code.length / 1_000)} kB).`);
});
