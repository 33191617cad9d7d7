/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // jose is an ES module, which Node 20 can require and Jest cannot.
  transform: { '\\.ts$': '@swc/jest', '/jose/.*\\.js$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  // TypeORM loads the migrations by path: they are translated like everything else.
  setupFiles: ['reflect-metadata'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: 2,
  testTimeout: 30_000,
};
