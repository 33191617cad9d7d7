import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Finding, onThisMachine, PARTS, readFindings, withFindings } from '../../bench/hardening/assurance';
import { projectDirectory } from '../../src/project';

const read = (file: string): string => readFileSync(path.join(projectDirectory, file), 'utf8');
const filesBelow = (folder: string): string[] =>
  readdirSync(path.join(projectDirectory, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

/** A call of record(): its part, and what was tried, in which `${…}` stands for anything; or only `tried`. */
const CALL = /\brecord\(\{\s*part:\s*'(\w+)',\s*(?:tried:\s*(['"`])(.*?)\2|tried),\s/gs;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split(/\$\{.*?\}/)
      .map((each) => escaped(each.replaceAll(/\\(.)/g, '$1')))
      .join('.+')}$`,
  );

describe('docs/assurance.md', () => {
  const document = read('docs/assurance.md');
  const findings = readFindings(document);
  const recorded = filesBelow('test').flatMap((file) =>
    [...read(file).matchAll(CALL)].map(([, part, , tried = '${}']) => ({ file, part: part!, tried })),
  );

  it('has each trial that tests write down, and none that no test does', () => {
    const calls = filesBelow('test').flatMap((file) =>
      [...read(file).matchAll(/^ +(?:\(\) =>\s+)?record\(/gm)].map(() => file),
    );
    expect(recorded.map(({ file }) => file).sort()).toEqual(calls.sort());
    const has = (finding: Finding, { part, tried }: { part: string; tried: string }): boolean =>
      finding.part === part && pattern(tried).test(finding.tried);
    expect(recorded.filter((trial) => !findings.some((finding) => has(finding, trial)))).toEqual([]);
    expect(findings.filter((finding) => !recorded.some((trial) => has(finding, trial)))).toEqual([]);
  });

  it('says of each how many, what happened, and by which command on what', () => {
    expect(findings.length).toBeGreaterThan(0);
    for (const { part, count, happened, on } of findings) {
      expect(Object.keys(PARTS)).toContain(part);
      expect(count).toMatch(/\d/);
      expect(happened.length).toBeGreaterThan(10);
      expect(on).toMatch(
        /^`npm run test:hardening -- \w+( --short)?`, \d{4}-\d\d-\d\d, \d+ cores, \d+ GB, Node\.js \d+$/,
      );
    }
  });

  it('is written as it is read', () => {
    const made = { part: 'attack', tried: 'a | b', count: '1 case', happened: 'c', on: onThisMachine('attack', true) };
    expect(readFindings(withFindings(document, [made]))).toEqual([made]);
    expect(withFindings(document, findings)).toBe(document);
  });
});
