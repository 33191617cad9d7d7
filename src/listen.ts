import { UserError } from './user-error';

/** A setting: the variable that it comes from, and its value. */
type Setting<Value> = readonly [variable: string, value: Value];

/** Has a server listen, and says in a sentence why that cannot be. */
export async function listen(
  { host, port }: { host: Setting<string>; port: Setting<number> },
  begin: () => Promise<unknown>,
): Promise<void> {
  try {
    await begin();
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new UserError(
          `Port ${port[1]} is taken by another program: stop that one, or set ${port[0]} to another.`,
        );
      case 'EACCES':
        throw new UserError(`This user may not listen on port ${port[1]}: set ${port[0]} to 1024 or more.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new UserError(`This machine has no address "${host[1]}" (${host[0]}): use localhost or 0.0.0.0.`);
      default:
        throw error;
    }
  }
}
