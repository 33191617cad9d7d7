import path from 'node:path';
import { z } from 'zod';
import { UserError } from './user-error';

/** A connection string for PostgreSQL: postgres://user:password@host:port/database */
const databaseUrl = z.string().refine((value) => /^postgres(ql)?:\/\/[^/]+\/.+/.test(value), {
  error: 'expected postgres://user:password@host:port/database',
});

const environment = z.object({
  PORT: z
    .string()
    .default('4000')
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65535, {
      error: 'expected a whole number from 0 to 65535 (0 picks a free port)',
    })
    .transform(Number),
  HOST: z.string().default('localhost'),
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'expected one of fatal, error, warn, info, debug, silent',
    })
    .default('warn'),
});

export interface Config {
  /** TCP port of the HTTP server; 0 picks a free one. */
  port: number;
  /** Name or address the HTTP server listens on. */
  host: string;
  /** The PostgreSQL to use; undefined runs the embedded one under `dataDirectory`. */
  databaseUrl: string | undefined;
  /** Absolute path of the folder for all that the server keeps on disk. */
  dataDirectory: string;
  logLevel: string;
}

/** Reads the environment: the only place that does. Throws one UserError that lists everything wrong with it. */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  // `PORT= npm start` means "not set", as it does to a shell.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // A database address holds a password, so it is never printed back.
      const value = name === 'DATABASE_URL' ? 'the value given' : JSON.stringify(given[name]);
      return `${name}: ${issue.message}, got ${value}.`;
    });
    throw new UserError(`The configuration is wrong.\n  ${problems.join('\n  ')}`);
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, LOG_LEVEL } = result.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    dataDirectory: path.resolve(DATA_DIR),
    logLevel: LOG_LEVEL,
  };
}
