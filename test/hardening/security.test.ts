import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';

describe('SECURITY.md', () => {
  const text = readFileSync(path.join(projectDirectory, 'SECURITY.md'), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, file]) => file!);

  it('names tests and documents that there are', () => {
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter((file) => !existsSync(path.join(projectDirectory, file)))).toEqual([]);
  });

  it('has a test for each threat', () => {
    const rows = text
      .split('## Who could want what')[1]!
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const [, , ...threats] = rows;
    expect(threats.length).toBeGreaterThan(10);
    expect(threats.filter((row) => !/\(test\/\S+\.test\.ts\)/.test(row))).toEqual([]);
  });
});
