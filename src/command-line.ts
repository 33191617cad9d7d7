import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError } from './user-error';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

const HELP = { help: { type: 'boolean', short: 'h' } } as const;

interface Command<Options extends OptionsConfig> {
  usage: string;
  options?: Options;
  /** Whether it takes words that belong to no option. */
  takesWords?: boolean;
}

interface Parsed<Options extends OptionsConfig> {
  values: ReturnType<typeof parseArgs<{ options: Options }>>['values'];
  positionals: string[];
}

/**
 * Runs a command of the terminal: reads its options, answers --help with the usage, and says what went wrong in a
 * sentence where somebody can mend it. Anything else goes out with its stack.
 */
export function runCommand<Options extends OptionsConfig>(
  { usage, options, takesWords = false }: Command<Options>,
  run: (parsed: Parsed<Options>) => void | Promise<void>,
): void {
  const answer = async (): Promise<void> => {
    const { values, positionals } = read();
    if ((values as { help?: boolean }).help) console.log(usage);
    else await run({ values: values as Parsed<Options>['values'], positionals });
  };
  const read = (): { values: object; positionals: string[] } => {
    try {
      return parseArgs({ allowPositionals: takesWords, options: { ...options, ...HELP } });
    } catch (error) {
      throw new UserError(`${(error as Error).message}\n\n${usage}`);
    }
  };
  answer().catch((error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exitCode = 1;
  });
}
