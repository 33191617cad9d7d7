import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/config';
import { projectDirectory } from '../../src/project';

const read = (file: string): string => readFileSync(path.join(projectDirectory, file), 'utf8');
/** The first column of the tables below a heading, without the rest. */
const names = (text: string, heading: string): string[] => {
  const section = text.split(`## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const cells = section.split('\n').flatMap((line) => /^\| ([^|]+) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
};

describe('docs/operations.md', () => {
  const manual = read('docs/operations.md');

  it('has every setting, and none that there is not', () => {
    // Those of limits are printed from the code, into docs/limits.md.
    const others = VARIABLES.filter((name) => !name.startsWith('LIMIT_'));
    expect(names(manual, 'Settings').sort()).toEqual(others.sort());
  });

  it('says of every alert what to do, and of none that there is not', () => {
    const { groups } = parse(read('docker/alerts.yaml')) as { groups: { rules: { alert: string }[] }[] };
    const alerts = groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
    const told = names(manual, 'What to do when').filter((name) => name.startsWith('Register'));
    expect(told.sort()).toEqual(alerts.sort());
  });

  it('has every metric of the code', () => {
    const code = ['metrics', 'server-metrics'].map((file) => read(`src/operations/${file}.ts`)).join('\n');
    const metrics = [...code.matchAll(/'(register_\w+)'/g)].map(([, name]) => name!);
    const told = names(manual, 'Metrics').filter((name) => name.startsWith('register_'));
    expect(told.sort()).toEqual([...new Set(metrics)].sort());
  });
});
