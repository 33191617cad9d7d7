import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import { projectDirectory } from '../../src/project';

const clientDirectory = path.join(projectDirectory, 'clients/typescript');
const documentDirectory = path.join(clientDirectory, 'documents');

/** The file that this generates. */
export const DOCUMENTS_FILE = path.join(clientDirectory, 'src/generated/documents.ts');

const HEADING = '// Generated from schema/public.graphql and clients/typescript/documents by npm run client:generate.';
/** The package that the plugin takes one small type from; the client has that itself, and depends on nothing. */
const TYPES_PACKAGE = '@graphql-typed-document-node/core';

/** The documents of the client as TypeScript, with the types of what they are given and answered. */
export async function generateDocuments(): Promise<string> {
  const documents = readdirSync(documentDirectory)
    .sort()
    .map((name) => ({ location: name, document: parse(readFileSync(path.join(documentDirectory, name), 'utf8')) }));
  const code = await codegen({
    filename: DOCUMENTS_FILE,
    schema: parse(readFileSync(path.join(projectDirectory, 'schema/public.graphql'), 'utf8')),
    documents,
    config: {
      documentMode: 'string',
      pureMagicComment: true,
      useTypeImports: true,
      enumType: 'string-literal',
      skipTypename: true,
      strictScalars: true,
      scalars: { DateTimeISO: 'string', LocalDate: 'string' },
    },
    plugins: [{ operations: {} }, { typedDocuments: {} }],
    pluginMap: { operations, typedDocuments },
  });
  return `${HEADING}\n${code.replace(TYPES_PACKAGE, '../document.js')}\n`;
}
