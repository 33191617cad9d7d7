import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { Folder } from '../support/files';

jest.setTimeout(120_000);

interface Ran {
  code: number;
  out: string;
  errors: string;
}

const run = (program: string, parameters: string[], variables: Record<string, string> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...variables }, maxBuffer: 2 ** 26 };
    execFile('node', [path.join(projectDirectory, program), ...parameters], options, (error, out, errors) =>
      resolve({ code: error ? Number(error.code) : 0, out, errors }),
    );
  });

const ADVISORY = {
  id: 1,
  url: 'https://github.com/advisories/GHSA-2222-3333-4444',
  title: 'A hole made up for a test',
  severity: 'high',
  vulnerable_versions: '>=0',
  cwe: [],
  cvss: { score: 0, vectorString: null },
};
const AUDIT = 'dist/bench/dependencies/audit.js';

describe('the packages that are used', () => {
  const folder = new Folder();
  afterAll(() => folder.remove());

  it('are each held to a hash by the lock file', () => {
    const { packages } = JSON.parse(readFileSync(path.join(projectDirectory, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string; resolved?: string }>;
    };
    const { '': _project, ...others } = packages;
    const loose = Object.entries(others).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(loose).toEqual([]);
    expect(Object.values(others).filter(({ resolved }) => resolved && !resolved.startsWith('https://'))).toEqual([]);
  });

  describe('are asked for known holes at a registry', () => {
    let answer: object | undefined;
    const registry = http.createServer((request, response) => {
      const isAsked = request.method === 'POST' && request.url!.endsWith('/advisories/bulk');
      request.resume().on('end', () => {
        response.writeHead(isAsked && answer ? 200 : 405, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isAsked && answer ? answer : {}));
      });
    });
    let variables: Record<string, string>;
    beforeAll(async () => {
      await new Promise<void>((resolve) => registry.listen(0, 'localhost', resolve));
      const url = `http://localhost:${(registry.address() as AddressInfo).port}/`;
      variables = { npm_config_registry: url, npm_config_fetch_retries: '0' };
    });
    afterAll(() => registry.close());

    const allow = (until: string): string[] => {
      const list = [{ id: 'GHSA-2222-3333-4444', why: 'It is made up, and harms nobody at all.', until }];
      return ['--allowed', folder.write('allowed.json', JSON.stringify(list))];
    };

    it('and fail the check, unless they are allowed for, with a reason and until a day', async () => {
      answer = { fastify: [ADVISORY] };
      const found = await run(AUDIT, [], variables);
      expect([found.code, found.errors]).toEqual([1, expect.stringContaining('fastify: A hole made up for a test')]);
      const allowed = await run(AUDIT, allow('2999-12-31'), variables);
      expect([allowed.code, allowed.out]).toEqual([0, expect.stringContaining('1 that are allowed for')]);
      const late = await run(AUDIT, allow('2020-01-01'), variables);
      expect([late.code, late.out]).toEqual([1, expect.stringContaining('was allowed until 2020-01-01')]);
      const wrong = folder.write('wrong.json', '[{"id":"GHSA-2222-3333-4444","why":"because","until":"2999-12-31"}]');
      expect((await run(AUDIT, ['--allowed', wrong], variables)).code).toBe(1);
    });

    it('and pass where there are none', async () => {
      answer = {};
      expect(await run(AUDIT, [], variables)).toMatchObject({
        code: 0,
        out: expect.stringContaining('No package has'),
      });
    });

    it('and are said not to be audited where it knows of no advisories', async () => {
      answer = undefined;
      const { code, out } = await run(AUDIT, [], variables);
      expect([code, out]).toEqual([0, expect.stringContaining('Not audited: the registry has no endpoint')]);
    });
  });

  it('of a server are all in the bill of materials, and none that is for development alone', async () => {
    const { code, out } = await run('dist/bench/dependencies/sbom.js', []);
    expect(code).toBe(0);
    const { components, metadata, dependencies } = JSON.parse(out);
    const {
      dependencies: needed,
      devDependencies,
      name,
    } = JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8'));
    const names = components.map((each: { purl: string }) =>
      decodeURIComponent(each.purl.replace(/^pkg:npm\//, '').replace(/@[^@]*$/, '')),
    );
    expect(names).toEqual(expect.arrayContaining(Object.keys(needed)));
    for (const development of ['jest', 'eslint', 'fast-check', 'typescript']) {
      expect(devDependencies).toHaveProperty(development);
      expect(names).not.toContain(development);
    }
    expect(metadata.component.name).toBe(name);
    const refs = new Set([metadata.component['bom-ref'], ...components.map((each: any) => each['bom-ref'])]);
    expect(dependencies.filter(({ ref }: { ref: string }) => !refs.has(ref))).toEqual([]);
  });
});
