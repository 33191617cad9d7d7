// Loaded into a server by a test: tells on SIGUSR2 how large the heap is when all that is garbage is gone.
const { writeSync } = require('node:fs');
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');
process.on('SIGUSR2', () => {
  collect();
  writeSync(2, `heap ${process.memoryUsage().heapUsed}\n`);
});
