const { TestEnvironment } = require('jest-environment-node');

/** What Jest keeps on the global object for the file of tests that it runs. */
const OF_A_FILE =
  /^(RETRY_|LOG_ERRORS_BEFORE_RETRY|WAIT_BEFORE_RETRY|TEST_TIMEOUT_SYMBOL|EVENT_HANDLERS|JEST_STATE_SYMBOL)/;

/** The world that Node.js itself lives in, for modules that it loads: see native-runtime.js. */
module.exports = class NativeEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.console = globalThis.console;
    this.exit = process.exit;
  }

  async teardown() {
    await super.teardown();
    for (const key of Reflect.ownKeys(globalThis)) {
      if (typeof key === 'symbol' && OF_A_FILE.test(key.description ?? '')) delete globalThis[key];
    }
    globalThis.console = this.console;
    process.exit = this.exit;
  }
};
