import os from 'node:os';

export const ASSURANCE = 'docs/assurance.md';

/** What a test of the hardening tried: see test/hardening/record.ts. */
export interface Trial {
  part: string;
  tried: string;
  count: string;
  happened: string;
}

/** A trial, with the command, the day and the machine that it was made on. */
export interface Finding extends Trial {
  on: string;
}

/** The parts of the hardening: the tests of each, by the beginning of their paths, and the minutes that they may take. */
export const PARTS: Readonly<Record<string, { tests: readonly string[]; minutes: number }>> = {
  limits: { tests: ['test/limits/'], minutes: 10 },
  protocol: { tests: ['test/protocol/'], minutes: 10 },
  attack: { tests: ['test/hardening/attack'], minutes: 60 },
  fault: { tests: ['test/hardening/fault', 'test/start', 'test/writes/crash', 'test/scaling/replicas'], minutes: 60 },
  load: { tests: ['test/hardening/load'], minutes: 100 },
};

const BEGIN = '<!-- trials: npm run test:hardening -->';
const END = '<!-- end -->';
const HEADINGS = ['part', 'what was tried', 'how many', 'what happened', 'by, when, on'];

/** By which command, when, and on what kind of machine: no more of it than the figures need. */
export function onThisMachine(part: string, isShort: boolean): string {
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `\`npm run test:hardening -- ${part}${isShort ? ' --short' : ''}\`, ${day}, ${os.cpus().length} cores, ${gigabytes} GB, Node.js ${process.versions.node.split('.')[0]}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The findings that the document has. */
export function readFindings(document: string): Finding[] {
  const [, table = ''] = document.split(BEGIN);
  return table
    .split(END)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| part ') && !line.startsWith('| ---'))
    .map((line) => {
      const [part, tried, count, happened, on] = line
        .slice(2, -2)
        .split(/ (?<!\\)\| /)
        .map((text) => text.replaceAll('\\|', '|'));
      return { part: part!, tried: tried!, count: count!, happened: happened!, on: on! };
    });
}

/** The document with these findings in the place of those it has, in the order of the parts. */
export function withFindings(document: string, findings: readonly Finding[]): string {
  const [before, rest] = document.split(BEGIN);
  if (rest === undefined) throw new Error(`There is no mark ${BEGIN} in ${ASSURANCE}.`);
  const order = Object.keys(PARTS);
  const rows = [...findings]
    .sort((one, other) => order.indexOf(one.part) - order.indexOf(other.part))
    .map((each) => [each.part, each.tried, each.count, each.happened, each.on].map(cell));
  const lines = [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const after = rest.split(END).slice(1).join(END);
  return `${before}${BEGIN}\n\n${lines.join('\n')}\n\n${END}${after}`;
}
