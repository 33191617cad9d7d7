/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These are ES modules, which Node 20 can require and Jest cannot.
  transform: {
    '\\.ts$': '@swc/jest',
    '/(jose|openid-client|oauth4webapi|hyparquet|hyparquet-writer)/.*\\.js$': '@swc/jest',
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(hyparquet-writer/node_modules/)?(jose|openid-client|oauth4webapi|hyparquet|hyparquet-writer)/)',
  ],
  // TypeORM loads the migrations by path: they are translated like everything else.
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  maxWorkers: 2,
  testTimeout: 30_000,
};
