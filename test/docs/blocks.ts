import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';

export interface Block {
  /** The document that it stands in, such as `docs/limits.md`. */
  document: string;
  /** What stands behind the backticks: the language, and for queries the view. */
  label: string;
  text: string;
}

/** The blocks of code in docs/ of a language, in their order. */
export function readBlocks(language: string): Block[] {
  return ['docs', 'docs/start'].flatMap((folder) =>
    readdirSync(path.join(projectDirectory, folder))
      .filter((file) => file.endsWith('.md'))
      .sort()
      .flatMap((file) => {
        const text = readFileSync(path.join(projectDirectory, folder, file), 'utf8');
        return [...text.matchAll(/^```(\w[^\n]*)\n(.*?)^```$/gms)].map((match) => ({
          document: `${folder}/${file}`,
          label: match[1]!,
          text: match[2]!,
        }));
      })
      .filter(({ label }) => label.split(' ')[0] === language),
  );
}
