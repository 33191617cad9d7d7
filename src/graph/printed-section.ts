import { describeLimits } from '../limits/limits';
import { describeWorkflows } from '../workflow/describe';
import { describeLongest } from '../writes/refusal';
import { whoSeesWhat } from './who-sees-what';

/** The parts of documents that are printed from the code, by the document. */
export const PRINTED_SECTIONS: Record<string, { section: string; content: () => string }> = {
  'README.md': { section: 'who sees what', content: whoSeesWhat },
  'docs/limits.md': { section: 'limits', content: () => `${describeLimits()}\n\n${describeLongest()}` },
  'docs/workflow.md': { section: 'workflows', content: describeWorkflows },
};

/** A part of a document that is printed from the code: between two marks, of which the first says how. */
export function updateSection(document: string, name: string, content: string): string {
  const begin = `<!-- ${name}: npm run schema:print -->`;
  const end = '<!-- end -->';
  const [before, rest] = document.split(begin);
  if (rest === undefined) throw new Error(`There is no mark ${begin} in the document.`);
  const after = rest.split(end).slice(1).join(end);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}
