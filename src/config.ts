import path from 'node:path';
import { z } from 'zod';
import type { View } from './graph/audience';
import { type IssuerConfig, issuerList } from './identity/issuers';
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
  NODE_ENV: z.string().optional(),
  OIDC_ISSUERS: issuerList.optional(),
  DATABASE_URL_PUBLIC: databaseUrl.optional(),
  DATABASE_URL_COUNCIL: databaseUrl.optional(),
  DATABASE_URL_GOVERNMENT: databaseUrl.optional(),
  DATABASE_URL_OFFICE: databaseUrl.optional(),
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
  /** Tokens of the local issuer are taken outside production only. */
  production: boolean;
  /** Whose tokens are taken. */
  issuers: readonly IssuerConfig[];
  /** A login of its own for a view; a view without one takes its role on the connections of `databaseUrl`. */
  viewDatabaseUrls: Record<View, string | undefined>;
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
      const value = name.startsWith('DATABASE_URL') ? 'the value given' : JSON.stringify(given[name]);
      return `${name}: ${issue.message}, got ${value}.`;
    });
    throw new UserError(`The configuration is wrong.\n  ${problems.join('\n  ')}`);
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, LOG_LEVEL, NODE_ENV, OIDC_ISSUERS, ...urls } = result.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    dataDirectory: path.resolve(DATA_DIR),
    logLevel: LOG_LEVEL,
    production: NODE_ENV === 'production',
    issuers: OIDC_ISSUERS ?? [],
    viewDatabaseUrls: {
      PUBLIC: urls.DATABASE_URL_PUBLIC,
      COUNCIL: urls.DATABASE_URL_COUNCIL,
      GOVERNMENT: urls.DATABASE_URL_GOVERNMENT,
      OFFICE: urls.DATABASE_URL_OFFICE,
    },
  };
}
