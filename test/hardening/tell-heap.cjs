// Loaded into a server by a test: tells on SIGUSR2 how large the heap is when all that is garbage is gone.
const { writeSync } = require('node:fs');
const { collectGarbage } = require('./collect-garbage.cjs');

process.on('SIGUSR2', () => {
  collectGarbage();
  writeSync(2, `heap ${process.memoryUsage().heapUsed}\n`);
});
