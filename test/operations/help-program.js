/** Prints the usages of the programs that it is given, a form feed after each. One process loads what all of them load. */
const path = require('node:path');

async function main(programs) {
  for (const program of programs) {
    process.argv = ['node', program, '--help'];
    require(path.resolve(program));
    await new Promise(setImmediate);
    process.stdout.write('\f\n');
  }
}
void main(process.argv.slice(2));
