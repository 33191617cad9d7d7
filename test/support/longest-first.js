const { default: Sequencer } = require('@jest/test-sequencer');

/** The suites that take longest, the longest first: begun last, one of them would run while the other worker is idle. */
const LONGEST = [
  'graph/view-leaks',
  'hardening/attack-fuzz',
  'report/browser',
  'start',
  'site/browser',
  'downloads/journey',
  'import/import',
  'web/browser',
  'downloads/downloads',
  'docs/commands',
  'graph/view-elements',
  'import/reference-package',
  'operations/backup',
  'clients/typescript-package',
  'site/pages',
  'report/report',
  'notices/server-process',
  'writes/transitions',
  'graph/json-answers',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => {
      const index = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
      return index === -1 ? LONGEST.length : index;
    };
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
};
