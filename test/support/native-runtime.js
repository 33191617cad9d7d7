const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

const TESTS = path.dirname(module.path) + path.sep;
/** What Jest runs the tests of a file with, and so holds their state. */
const STATEFUL = [TESTS, path.dirname(require.resolve('jest-circus')) + path.sep];

const COMMONJS = {
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
};

/** Where the source maps of all that is loaded are. */
const sourceMaps = new Map();
/** The latest, which translates: what it makes is kept in Jest's cache. */
let runtime;

// Last, so that of two files of a name Node.js takes the one that it takes in production.
Module._extensions['.ts'] = (module, file) => module._compile(runtime.translate(file), file);

/**
 * Has Node.js itself load what tests import, as it does in production: the modules of the register and of packages once
 * for all the files of tests that a process runs, and those of the tests anew for each. Jest would load everything anew
 * for each file, into a world of its own: that takes longer than most files take to run, and what is new runs slowly.
 *
 * Tests have no `jest.mock` this way, which nothing here uses: nothing of ours is mocked.
 */
module.exports = class NativeRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    const [, , , transformer, , coverage] = given;
    this.transformer = transformer;
    this.options = { ...coverage, ...COMMONJS };
    runtime = this;
  }

  translate(file) {
    const { code, sourceMapPath } = this.transformer.transform(file, this.options, readFileSync(file, 'utf8'));
    if (sourceMapPath) sourceMaps.set(file, sourceMapPath);
    return code;
  }

  requireModule(from, name) {
    // For `jest.setTimeout`.
    globalThis.jest ??= this.requireModuleOrMock(from, '@jest/globals').jest;
    return Module.createRequire(from)(name ?? from);
  }

  requireInternalModule(from, name) {
    return Module.createRequire(from)(name ?? from);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  teardown() {
    super.teardown();
    delete globalThis.jest;
    for (const file of Object.keys(require.cache)) {
      if (STATEFUL.some((folder) => file.startsWith(folder)) && file !== module.filename) delete require.cache[file];
    }
  }
};
