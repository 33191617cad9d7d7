import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { commandLines } from '../../src/command-lines';
import { projectDirectory } from '../../src/project';

const run = async (
  program: string,
  ...parameters: string[]
): Promise<{ code: number; out: string; errors: string }> => {
  try {
    const { stdout, stderr } = await promisify(execFile)('node', [program, ...parameters], { cwd: projectDirectory });
    return { code: 0, out: stdout, errors: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, errors: stderr };
  }
};

describe('the commands', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(projectDirectory, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const programs = Object.entries(scripts)
    .map(([name, command]) => [name, /\bnode (dist\/\S+\.js)$/.exec(command)?.[1]] as const)
    .filter((each): each is [string, string] => each[1] !== undefined);

  it('have a line each, and "npm run help" shows them', async () => {
    const lines = commandLines();
    expect(Object.keys(lines)).toEqual(Object.keys(scripts));
    expect(Object.entries(lines).filter(([, line]) => line === undefined)).toEqual([]);
    const { out } = await run('dist/src/help.js');
    for (const [name, line] of Object.entries(lines)) {
      expect(out).toMatch(new RegExp(`npm (run )?${name} +${line!.replace(/[.()]/g, '\\$&')}`));
    }
  });

  it('say for --help what they do, beginning with their line', async () => {
    const commands = programs.map(([name]) => name);
    const all = programs.filter(([name]) => name !== 'data:build').map(([, program]) => program);
    const [{ out, errors, code }, build] = await Promise.all([
      run('test/operations/help-program.js', ...all),
      run('dist/data/build.js', '--help'),
    ]);
    expect([code, errors]).toEqual([0, '']);
    const usages = new Map(
      commands.filter((name) => name !== 'data:build').map((name, index) => [name, out.split('\f\n')[index]!]),
    );
    usages.set('data:build', build.out);
    for (const [name, usage] of usages) {
      expect(usage.split('\n')[0]).toBe(commandLines()[name]);
      expect(usage).toContain(name === 'start' ? 'npm start' : `npm run ${name}`);
    }
  });

  it.each(['dist/src/help.js', 'dist/data/build.js'])('%s refuses what it does not know in words', async (program) => {
    const { code, errors } = await run(program, '--no-such-option');
    expect(code).toBe(1);
    expect(errors).toMatch(/^Unknown option '--no-such-option'/);
    expect(errors).not.toMatch(/^\s+at /m);
  });
});
