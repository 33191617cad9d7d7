import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../../src/project';

const packageFile = readFileSync(path.join(projectDirectory, 'package.json'), 'utf8');

/** What "npm start" runs once it has built: options of Node.js, and the program. */
export const START_PROGRAM: readonly string[] = /exec node (.+)/
  .exec((JSON.parse(packageFile) as { scripts: { start: string } }).scripts.start)![1]!
  .split(' ')
  .map((word) => (word.endsWith('.js') ? path.join(projectDirectory, word) : word));
