import { FORMULA_NOTE } from './csv';
import { citationOf, DESCRIPTION, describe, type Edition, KEYWORDS, type MadeTable, TITLE, titleOf } from './metadata';

/** CITATION.cff (Citation File Format 1.2.0). JSON texts are YAML as well. */
export const citationFile = ({ revision, publishedAt }: Edition): string =>
  [
    'cff-version: 1.2.0',
    'message: Cite the revision that you used, and with figures the source that each names.',
    'type: dataset',
    `title: ${JSON.stringify(TITLE)}`,
    `abstract: ${JSON.stringify(DESCRIPTION)}`,
    `version: ${JSON.stringify(String(revision))}`,
    `date-released: ${JSON.stringify(publishedAt.slice(0, 10))}`,
    'authors:',
    `  - name: ${JSON.stringify(TITLE)}`,
    `keywords: ${JSON.stringify(KEYWORDS)}`,
    '',
  ].join('\n');

/** README.md: what somebody needs who has nothing but the files. */
export function readmeFile(made: readonly MadeTable[], edition: Edition): string {
  const noPast = made.filter(({ table }) => table.hasNoPast).map(({ table }) => `\`${table.name}\``);
  return `# ${titleOf(edition)}

${DESCRIPTION}

Published ${edition.publishedAt}. It never changes: later publications have revisions of their own.

## Cite

> ${citationOf(edition)}.

and with figures the \`source\` of each. \`CITATION.cff\` says the same for programs.

## Files

Each table is CSV (RFC 4180, UTF-8), JSON Lines and Parquet, with the same rows in the same order. \`datapackage.json\`
(Data Package 2.0) and \`csv-metadata.json\` (CSV on the Web; one for each table too) describe the columns;
\`SHA256SUMS\` proves the files: \`sha256sum -c SHA256SUMS\`.

An empty cell is a missing value. ${FORMULA_NOTE}

## Licences

A figure is under the licence in its row (\`licence\`), and is shown with its source (\`source\`).

${made.map(({ table }) => `- \`${table.name}\`: ${table.licences.map(({ title, path }) => `[${title}](${path})`).join(', ') || 'none is recorded'}.`).join('\n')}

## What is of today in an old revision

The register does not keep the past of ${noPast.join(', ')}: files that were made later than their revision was published
show them as they were when the files were made.

## Tables

${made.map(tableText).join('\n')}`;
}

const tableText = ({ table, rows }: MadeTable): string => `### ${table.name}

${table.title}: ${rows} rows. ${table.description}

${table.columns.map((column) => `- \`${column.name}\` (${column.type}${column.required ? '' : ', may be empty'}): ${describe(column)}${linkText(table.links?.[column.name])}`).join('\n')}
`;

const linkText = (table: string | undefined): string => (table === undefined ? '' : ` Leads to \`${table}\`.`);
