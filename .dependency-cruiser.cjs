/** The parts of the schema check: they stand on a development dependency, which a server does not have. */
const SCHEMA_CHECK = '^src/graph/(check-)?breaking-changes\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Modules that need each other at load time see each other half made.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-test-code',
      comment: 'The server runs without test/.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-dependency',
      comment: 'The server runs on an installation without development dependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: SCHEMA_CHECK },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'schema-check-apart',
      comment: 'Importing the schema check would bring its development dependency into the server.',
      severity: 'error',
      from: { path: '^src/', pathNot: SCHEMA_CHECK },
      to: { path: SCHEMA_CHECK },
    },
    {
      name: 'no-unknown-module',
      comment: 'It is neither a file here nor declared in package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Entities name each other's types; only imports that are left when types are gone make a circle.
    tsPreCompilationDeps: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
