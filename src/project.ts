import path from 'node:path';

/** The folder of package.json, whether this runs from src or, translated, from dist/src. */
export const projectDirectory = path.resolve(
  __dirname,
  path.basename(path.dirname(__dirname)) === 'dist' ? '../..' : '..',
);
