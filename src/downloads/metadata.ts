import { EOL_CSV, FORMULA_NOTE } from './csv';
import type { Column, ColumnType } from './columns';
import { FORMATS } from './formats';
import type { FileSummary } from './output-file';
import type { DownloadTable } from './tables';

/** What a revision's files are made of and say of themselves. */
export interface Edition {
  revision: number;
  /** When it was published, as ISO 8601 has it. */
  publishedAt: string;
}

export interface MadeTable {
  table: DownloadTable;
  rows: number;
  /** In the order of FORMATS. */
  files: readonly FileSummary[];
}

export const TITLE = 'Social cohesion register';
export const DESCRIPTION =
  'The public register of what came of the Khan Review, "Threats to Social Cohesion and Democratic Resilience" (England, 2024): who must act, what each has said and done, and what the indicators say in each place.';
export const KEYWORDS = ['social cohesion', 'England', 'local government', 'Khan Review'];

/** A CSV as the register writes it, in the words of CSVW and of the CSV dialect of Data Package. */
const CSVW_DIALECT = { encoding: 'utf-8', lineTerminators: [EOL_CSV], header: true, delimiter: ',', doubleQuote: true };

const CSVW_TYPES: Record<ColumnType, string> = {
  string: 'string',
  number: 'double',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
  datetime: 'dateTimeStamp',
};

/** The metadata of one CSV, found by the standard of CSV on the Web from the name of the file. */
export const csvwOfTable = (table: DownloadTable): object => ({
  '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
  ...csvwTable(table),
  dialect: CSVW_DIALECT,
});

/** The metadata of all of them, with what links them. */
export const csvwOfTables = (tables: readonly DownloadTable[], edition: Edition): object => ({
  '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
  'dc:title': titleOf(edition),
  'dc:description': DESCRIPTION,
  'dc:issued': { '@value': edition.publishedAt, '@type': 'xsd:dateTime' },
  'rdfs:comment': FORMULA_NOTE,
  dialect: CSVW_DIALECT,
  tables: tables.map((table) => {
    const { tableSchema, ...rest } = csvwTable(table);
    return { ...rest, tableSchema: { ...tableSchema, ...foreignKeys(table, tables) } };
  }),
});

function csvwTable({ name, title, description, licences, columns, key }: DownloadTable) {
  return {
    url: `${name}.csv`,
    'dc:title': title,
    'dc:description': description,
    ...(licences.length > 0 && { 'dc:license': licences.map(({ path }) => ({ '@id': path })) }),
    tableSchema: {
      columns: columns.map((column) => ({
        name: column.name,
        titles: column.name,
        'dc:description': describe(column),
        datatype: CSVW_TYPES[column.type],
        ...(column.required && { required: true }),
      })),
      ...(key && { primaryKey: key }),
    },
  };
}

function foreignKeys({ links = {} }: DownloadTable, tables: readonly DownloadTable[]): object {
  const keys = Object.entries(links).map(([columnReference, name]) => ({
    columnReference,
    reference: { resource: `${name}.csv`, columnReference: keyOf(name, tables) },
  }));
  return keys.length > 0 ? { foreignKeys: keys } : {};
}

const keyOf = (name: string, tables: readonly DownloadTable[]): string =>
  tables.find((table) => table.name === name)!.key![0]!;

/** The revision as a Data Package (datapackage.org, version 2). */
export const dataPackage = (made: readonly MadeTable[], edition: Edition): object => ({
  $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
  name: 'social-cohesion-register',
  title: titleOf(edition),
  description: DESCRIPTION,
  version: String(edition.revision),
  created: edition.publishedAt,
  keywords: KEYWORDS,
  resources: made.flatMap(({ table, rows, files }) =>
    FORMATS.map(({ extension, mediaType, title }, index) => ({
      name: extension === 'csv' ? table.name : `${table.name}-${extension}`,
      title: extension === 'csv' ? table.title : `${table.title}, as ${title}`,
      description: table.description,
      path: files[index]!.name,
      format: extension,
      mediatype: mediaType,
      bytes: files[index]!.bytes,
      hash: `sha256:${files[index]!.sha256}`,
      rows,
      ...(table.licences.length > 0 && { licenses: table.licences }),
      ...(extension === 'csv' && {
        encoding: 'utf-8',
        profile: 'tabular-data-resource',
        dialect: { delimiter: ',', lineTerminator: EOL_CSV, quoteChar: '"', doubleQuote: true, header: true },
        schema: tableSchema(
          table,
          made.map((each) => each.table),
        ),
      }),
    })),
  ),
});

function tableSchema({ columns, key, links = {} }: DownloadTable, tables: readonly DownloadTable[]): object {
  return {
    fields: columns.map((column) => ({
      name: column.name,
      type: column.type,
      description: describe(column),
      constraints: {
        ...(column.required && { required: true }),
        ...(column.values && { enum: column.values.map(({ name }) => name) }),
      },
    })),
    missingValues: [''],
    ...(key && { primaryKey: key }),
    foreignKeys: Object.entries(links).map(([field, resource]) => ({
      fields: [field],
      reference: { resource, fields: [keyOf(resource, tables)] },
    })),
  };
}

/** What a column is, with the meaning of each value that it may have. */
export const describe = ({ description, values }: Column): string =>
  values ? `${description} ${values.map((each) => `${each.name}: ${each.description}`).join(' ')}` : description;

export const titleOf = ({ revision }: Edition): string => `${TITLE}, revision ${revision}`;

/** How a revision is cited. */
export const citationOf = (edition: Edition): string =>
  `${TITLE}, revision ${edition.revision}, published ${edition.publishedAt.slice(0, 10)}`;
