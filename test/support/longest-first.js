const { default: Sequencer } = require('@jest/test-sequencer');

/** The suites that take longest, the longest first: begun last, one of them would run while the other worker is idle. */
const LONGEST = [
  'graph/view-leaks',
  'graph/view-elements',
  'import/import',
  'report/browser',
  'site/pages',
  'report/report',
  'graph/published-answers',
  'downloads/downloads',
  'site/browser',
  'web/browser',
  'downloads/journey',
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
