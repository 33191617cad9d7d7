import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Downloads, Release } from './downloads';
import { FORMATS } from './formats';
import { citationOf, DESCRIPTION, KEYWORDS, TITLE } from './metadata';

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};
const ENGLISH = { '@id': 'http://publications.europa.eu/resource/authority/language/ENG' };
const ENGLAND = { '@id': 'http://statistics.data.gov.uk/id/statistical-geography/E92000001' };
const PUBLISHER = { '@type': 'foaf:Organization', 'foaf:name': TITLE };

interface Resource {
  name: string;
  path: string;
  bytes: number;
  hash: string;
}

/**
 * The newest files as a catalogue (DCAT 3, in JSON-LD): a dataset for each table, a distribution for each format.
 * Addresses are relative to its own, so it is right behind every name that the server has.
 */
export async function catalogueOf(downloads: Downloads, release: Release): Promise<object> {
  const edition = { revision: release.revision, publishedAt: release.publishedAt.toISOString() };
  const file = path.join(downloads.folderOf(release), 'datapackage.json');
  const { resources } = JSON.parse(await readFile(file, 'utf8')) as { resources: Resource[] };
  const at = `/data/revisions/${release.revision}`;
  const issued = { '@value': edition.publishedAt, '@type': 'xsd:dateTime' };
  const distribution = ({ path: name, bytes, hash }: Resource, licences: readonly { path: string }[]): object => {
    const { title, mediaType } = FORMATS.find(({ extension }) => name.endsWith(`.${extension}`))!;
    return {
      '@id': `${at}/${name}`,
      '@type': 'dcat:Distribution',
      'dct:title': title,
      'dcat:accessURL': { '@id': at },
      'dcat:downloadURL': { '@id': `${at}/${name}` },
      'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${mediaType}` },
      'dcat:byteSize': { '@value': String(bytes), '@type': 'xsd:nonNegativeInteger' },
      'dct:issued': issued,
      'spdx:checksum': {
        '@type': 'spdx:Checksum',
        'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' },
        'spdx:checksumValue': { '@value': hash.replace('sha256:', ''), '@type': 'xsd:hexBinary' },
      },
      ...(licences.length > 0 && { 'dct:license': licences.map((each) => ({ '@id': each.path })) }),
      ...(name.endsWith('.csv') && { 'dct:conformsTo': { '@id': `${at}/${name}-metadata.json` } }),
    };
  };
  return {
    '@context': CONTEXT,
    '@id': '/data/catalogue.jsonld',
    '@type': 'dcat:Catalog',
    'dct:title': TITLE,
    'dct:description': DESCRIPTION,
    'dct:publisher': PUBLISHER,
    'dct:modified': issued,
    'dct:language': ENGLISH,
    'dct:spatial': ENGLAND,
    'dcat:dataset': downloads.tables.map(({ name, title, description, licences }) => ({
      '@id': `${at}#${name}`,
      '@type': 'dcat:Dataset',
      'dct:identifier': name,
      'dct:title': `${TITLE}: ${title}`,
      'dct:description': description,
      'dct:publisher': PUBLISHER,
      'dct:issued': issued,
      'dct:language': ENGLISH,
      'dct:spatial': ENGLAND,
      'dct:bibliographicCitation': citationOf(edition),
      'dcat:version': String(edition.revision),
      'dcat:keyword': KEYWORDS,
      'dcat:landingPage': { '@id': '/data' },
      'dcat:distribution': resources
        .filter(({ path: file }) => FORMATS.some(({ extension }) => file === `${name}.${extension}`))
        .map((resource) => distribution(resource, licences)),
    })),
  };
}
