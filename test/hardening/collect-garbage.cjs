// Lets whoever loads it collect all garbage, without a flag on the command line.
const v8 = require('node:v8');
const vm = require('node:vm');

v8.setFlagsFromString('--expose-gc');
module.exports = { collectGarbage: vm.runInNewContext('gc') };
