// Loaded into a server by a test: on SIGUSR2 its clock goes by as many milliseconds as the file STEP_FILE says. Timers go on
// as they were, as they do where an administrator sets the clock.
const { readFileSync, writeSync } = require('node:fs');

const RealDate = Date;
let step = 0;

class SteppedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + step);
    else super(...given);
  }

  static now() {
    return RealDate.now() + step;
  }
}
globalThis.Date = SteppedDate;

process.on('SIGUSR2', () => {
  step = Number(readFileSync(process.env.STEP_FILE, 'utf8'));
  writeSync(2, `stepped ${step}\n`);
});
