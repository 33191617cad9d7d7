import path from 'node:path';
import { projectDirectory } from '../../src/project';
import type { LimitSettings } from './limit-program';
import { ServerProcess } from './server-process';

/** A program of the bench, as `npm run build` makes it. */
export const programOf = (name: string): string => path.join(projectDirectory, 'dist/bench/servers', `${name}.js`);

/** The address of a database, with connections that start in a role and stop a statement as those of the register do. */
export function inRole(url: string, role: string): string {
  const address = new URL(url);
  address.searchParams.set('options', `-c role=${role} -c statement_timeout=5000`);
  return address.href;
}

export function startLimit(url: string, node: string): Promise<ServerProcess> {
  const settings: LimitSettings = { url: inRole(url, 'oscdr_public'), councilUrl: inRole(url, 'oscdr_council') };
  return ServerProcess.start(node, [programOf('limit-program'), JSON.stringify(settings)]);
}
