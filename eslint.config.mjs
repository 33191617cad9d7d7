import js from '@eslint/js';
import prettier from 'eslint-config-prettier/flat';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const ENVIRONMENT = 'src/config.ts is the one place that reads the environment: add the setting there.';

// consistent-type-imports stays off: decorator metadata needs the classes of decorated signatures as values.
export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.data/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        { paths: ['node:process', 'process'].map((name) => ({ name, importNames: ['env'], message: ENVIRONMENT })) },
      ],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: ENVIRONMENT }],
      // The way to say "all but this property".
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  {
    // These talk to people.
    files: ['src/**/main.ts', 'src/**/print-*.ts', 'src/**/check-*.ts', 'data/build.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // embedded-postgres.ts and the tests read no settings: they hand the environment on to other processes.
    files: ['src/config.ts', 'src/database/embedded-postgres.ts', 'test/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // What the API answers is JSON of any shape, and a test that misreads it fails.
    files: ['test/**/*.ts'],
    rules: {
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
    languageOptions: { globals: { module: 'writable', process: 'readonly', require: 'readonly' } },
  },
  prettier,
);
