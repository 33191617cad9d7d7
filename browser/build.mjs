/**
 * Makes what browsers get, from browser/ into dist-browser/assets/, each file named by its content; and manifest.json,
 * which says what each is called. What is newer than all it is made of is left as it is, for every start comes by here.
 */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = path.resolve(import.meta.dirname, '..');
const target = path.join(project, 'dist-browser');
const manifestFile = path.join(target, 'manifest.json');

/** What pages ask for by name; what these import in their turn gets names of its own. */
const ENTRIES = {
  site: 'browser/site/site.ts',
  style: 'browser/site/style.scss',
  icon: 'browser/site/icon.svg',
  explorer: 'browser/explorer/explorer.tsx',
  editorWorker: 'monaco-editor/esm/vs/editor/editor.worker.js',
  jsonWorker: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphqlWorker: 'monaco-graphql/esm/graphql.worker.js',
};

/** Stands for all that is in node_modules. */
const LOCK = 'package-lock.json';

function isCurrent() {
  if (!existsSync(manifestFile)) return false;
  const { madeOf } = JSON.parse(readFileSync(manifestFile, 'utf8'));
  const made = statSync(manifestFile).mtimeMs;
  return madeOf.every((file) => {
    const from = statSync(path.join(project, file), { throwIfNoEntry: false });
    return from !== undefined && from.mtimeMs < made;
  });
}

/** Translates Sass, and puts the files that a style sheet is made of into `madeOf`. */
const translateSass = ({ compile, NodePackageImporter }, madeOf) => ({
  name: 'sass',
  setup(builder) {
    builder.onLoad({ filter: /\.scss$/ }, ({ path: file }) => {
      const { css, loadedUrls } = compile(file, { importers: [new NodePackageImporter(project)] });
      madeOf.push(...loadedUrls.map((url) => path.relative(project, fileURLToPath(url))));
      return { contents: css, loader: 'css' };
    });
  },
});

async function make() {
  // Not before they are needed: they take longer to load than it takes to see that nothing is to be done.
  const [{ build }, sass] = await Promise.all([import('esbuild'), import('sass')]);
  const madeOf = ['browser/build.mjs', LOCK];
  rmSync(target, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ in: file, out })),
    outdir: path.join(target, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    publicPath: '/assets',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.svg': 'copy', '.ttf': 'file' },
    plugins: [translateSass(sass, madeOf)],
    metafile: true,
    logLevel: 'warning',
  });
  const outputs = Object.entries(metafile.outputs).map(([file, output]) => ({ ...output, file }));
  const assets = {};
  for (const [name, entry] of Object.entries(ENTRIES)) {
    const { file, cssBundle } = outputs.find(({ entryPoint }) => entryPoint?.endsWith(entry));
    assets[name] = path.basename(file);
    // The styles that a script imports.
    if (cssBundle !== undefined) assets[`${name}Style`] = path.basename(cssBundle);
  }
  madeOf.push(...Object.keys(metafile.inputs));
  const own = [...new Set(madeOf)].filter((file) => !file.startsWith('node_modules')).sort();
  writeFileSync(manifestFile, JSON.stringify({ assets, madeOf: own }, undefined, 2));
}

if (!isCurrent()) await make();
