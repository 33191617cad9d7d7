import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../project';
import { renderMarkdown, takeTitle } from './markdown';

export interface Document {
  title: string;
  /** Markup of ours. */
  body: string;
}

/** Read now, and rendered for whoever is the first to ask for it. */
const read = (file: string): Document => {
  const { title, rest } = takeTitle(readFileSync(path.join(projectDirectory, file), 'utf8'));
  let body: string | undefined;
  return {
    title,
    get body() {
      return (body ??= renderMarkdown(rest));
    },
  };
};

const readFolder = (folder: string): Map<string, Document> =>
  new Map(
    readdirSync(path.join(projectDirectory, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => [path.basename(file, '.md'), read(`${folder}/${file}`)]),
  );

/** The project's documents: those of docs/ and the project's own by name, and apart how each kind of user begins. */
export function readDocuments(): { guides: Map<string, Document>; starts: Map<string, Document> } {
  const guides = readFolder('docs');
  guides.set('readme', read('README.md'));
  guides.set('contributing', read('CONTRIBUTING.md'));
  guides.set('changelog', read('CHANGELOG.md'));
  guides.set('security', read('SECURITY.md'));
  return { guides, starts: readFolder('docs/start') };
}
