import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { projectDirectory } from '../project';

const BUILT = path.join(projectDirectory, 'dist-browser');
const PREFIX = '/assets/';

let names: Record<string, string> | undefined;

/** Stands for all that browser/build.mjs made, and says it: pages name it, and are others when it is. */
export const assetsVersion = (): string => readFileSync(path.join(BUILT, 'manifest.json'), 'utf8');

/** The address of something that browser/build.mjs makes, by its name there. */
export function assetAddress(name: string): string {
  names ??= (JSON.parse(assetsVersion()) as { assets: Record<string, string> }).assets;
  const file = names[name];
  if (file === undefined) throw new Error(`browser/build.mjs makes nothing called "${name}".`);
  return PREFIX + file;
}

/** Serves what browser/build.mjs made. A name stands for its content, so whoever has a file never asks again. */
export async function serveAssets(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: path.join(BUILT, 'assets'),
    prefix: PREFIX,
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '1y',
    setHeaders: (reply) => void reply.setHeader('x-content-type-options', 'nosniff'),
  });
}
