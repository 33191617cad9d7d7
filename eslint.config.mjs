import js from '@eslint/js';
import redos from 'eslint-plugin-redos';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const DECLARED =
  'Use graph/declare.ts: its decorators ask who may see what they declare, and nothing enters the graph without.';
const READS =
  'Only readers reach the database, through the context of the request: what it gives them is held to the viewer.';
const ENVIRONMENT = 'src/config.ts is the one place that reads the environment: add the setting there.';

const environmentImports = ['node:process', 'process'].map((name) => ({
  name,
  importNames: ['env'],
  message: ENVIRONMENT,
}));
const restrictedImports = [
  ...environmentImports,
  {
    name: 'type-graphql',
    importNames: [
      'Arg',
      'Directive',
      'Extensions',
      'Field',
      'FieldResolver',
      'InputType',
      'InterfaceType',
      'Mutation',
      'ObjectType',
      'Query',
      'registerEnumType',
    ],
    message: DECLARED,
  },
  { name: 'pg', message: READS },
  { name: 'typeorm', importNames: ['DataSource'], message: READS },
];

// Checks expressions in this process: its other way, by a worker, gives up on a machine that is busy.
process.env.RECHECK_SYNC_BACKEND ??= 'pure';

// consistent-type-imports stays off: decorator metadata needs the classes of decorated signatures as values.
export default defineConfig(
  globalIgnores(['**/dist/', 'dist-browser/', 'coverage/', '.data/', 'clients/typescript/src/generated/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: restrictedImports }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENVIRONMENT }],
      // The way to say "all but this property".
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    // Regular expressions that a long text could hold up for long: see CONTRIBUTING.md.
    files: ['src/**/*.ts', 'browser/**/*.ts', 'clients/**/*.ts'],
    plugins: { redos },
    rules: { 'redos/no-vulnerable': ['error', { timeout: 5_000, cache: false }] },
  },
  {
    // The ways to the database: its own folder, what loads and publishes, and what opens it; and the tests.
    files: [
      // The decorators of the graph are made of type-graphql's here.
      'src/graph/declare.ts',
      'src/api-keys/key-store.ts',
      'src/database/**',
      'src/audit/chain.ts',
      'src/import/**',
      'src/publications/publish.ts',
      'src/publications/register-counts.ts',
      'src/publications/revision-watch.ts',
      'src/register.ts',
      'src/writes/write.ts',
      'migrations/**',
      'bench/**',
      'test/**',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: environmentImports }] },
  },
  {
    // These talk to people.
    files: [
      'src/command-line.ts',
      'src/help.ts',
      'src/**/main.ts',
      'src/**/print-*.ts',
      'src/**/check-*.ts',
      'data/build.ts',
      'bench/**',
      'clients/generate/main.ts',
      'clients/typescript/examples/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // These and the tests read no settings: they hand the environment on to other processes, or are programs of others.
    files: [
      'src/config.ts',
      'src/database/embedded-cluster.ts',
      'bench/servers/server-process.ts',
      'clients/typescript/examples/**',
      'test/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // What the API answers is JSON of any shape, and a test that misreads it fails. Some say what they counted.
    files: ['test/**/*.ts'],
    rules: {
      'no-console': ['error', { allow: ['info'] }],
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        setImmediate: 'readonly',
        module: 'writable',
        process: 'readonly',
        require: 'readonly',
      },
    },
  },
  prettier,
);
