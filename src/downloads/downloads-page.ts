import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../web/page';
import type { Downloads, Release } from './downloads';
import { FORMATS } from './formats';
import { citationOf } from './metadata';

/** How many revisions the page lists: `/data` as JSON has all. */
const MOST_LISTED = 50;
const WHOLE = {
  'README.md': 'every table and column in words, and licences',
  'datapackage.json': 'the same for programs (Data Package)',
  'csv-metadata.json': 'the same for programs (CSV on the Web)',
  'CITATION.cff': 'how to cite it, for programs',
  SHA256SUMS: 'checksums of all files',
};

/** What datapackage.json says of a file. */
export interface Resource {
  name: string;
  path: string;
  bytes: number;
  hash: string;
  rows: number;
}

/** What the files of a release say of themselves. */
export async function resourcesOf(downloads: Downloads, release: Release): Promise<Resource[]> {
  const text = await readFile(path.join(downloads.folderOf(release), 'datapackage.json'), 'utf8');
  return (JSON.parse(text) as { resources: Resource[] }).resources;
}

/** What there is to download of a release, for people. `release` is undefined while there is none. */
export async function sendDownloadsPage(
  request: FastifyRequest,
  reply: FastifyReply,
  downloads: Downloads,
  releases: readonly Release[],
  release: Release | undefined,
): Promise<FastifyReply> {
  const resources = release ? await resourcesOf(downloads, release) : [];
  const inWords = ({ publishedAt, ...each }: Release) => ({ ...each, publishedAt: publishedAt.toISOString() });
  const named = release && inWords(release);
  return sendPage(request, reply, {
    template: 'downloads/downloads.njk',
    values: {
      title: 'Download the register',
      description: 'Everything that is published, as files: CSV for spreadsheets, JSON Lines and Parquet for programs.',
      release: named ?? null,
      isNewest: release === releases.find(({ isMade }) => isMade),
      citation: named ? citationOf(named) : '',
      formats: FORMATS,
      tables: downloads.tables.flatMap(({ name, title, description }) => {
        const files = FORMATS.flatMap(({ extension, title: format }) => {
          const resource = resources.find((each) => each.path === `${name}.${extension}`);
          return resource ? [{ ...resource, format, size: sizeInWords(resource.bytes) }] : [];
        });
        return files.length > 0 ? [{ name, title, description, files, rows: numberInWords(files[0]!.rows) }] : [];
      }),
      whole: WHOLE,
      revisions: releases.slice(0, MOST_LISTED).map(inWords),
    },
  });
}

const numberInWords = (number: number): string => number.toLocaleString('en-GB');

const sizeInWords = (bytes: number): string =>
  bytes < 1_000_000
    ? `${numberInWords(Math.ceil(bytes / 1_000))}\u00a0kB`
    : `${(bytes / 1_000_000).toFixed(1)}\u00a0MB`;
