import { runCommand } from './command-line';
import { commandLines } from './command-lines';

const USAGE = `Lists the commands, with a line on each.

  npm run help

Each says more itself: npm run COMMAND -- --help.`;

runCommand({ usage: USAGE }, () => {
  const lines = Object.entries(commandLines());
  const commands = lines.map(([name]) => (name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`));
  const width = Math.max(...commands.map(({ length }) => length));
  lines.forEach(([, line], index) => console.log(`  ${commands[index]!.padEnd(width)}  ${line}`));
  console.log('\nnpm run COMMAND -- --help says more. The settings are in docs/operations.md.');
});
