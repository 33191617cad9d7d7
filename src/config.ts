import path from 'node:path';
import { z } from 'zod';
import type { View } from './graph/audience';
import { type IssuerConfig, issuerList } from './identity/issuers';
import { UserError } from './user-error';

/** A connection string for PostgreSQL: postgres://user:password@host:port/database */
const databaseUrl = z.string().refine((value) => /^postgres(ql)?:\/\/[^/]+\/.+/.test(value), {
  error: 'expected postgres://user:password@host:port/database',
});

/** The address of a mail server: smtp://user:password@host:port */
const smtpUrl = z.string().refine((value) => URL.canParse(value) && /^smtps?:\/\/[^/]/.test(value), {
  error: 'expected smtp://user:password@host:port or smtps://…',
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
  DATABASE_URL_WORKER: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: z
    .string()
    .transform((value) => value.split(',').map((each) => each.trim()))
    .pipe(z.array(databaseUrl))
    .optional(),
  RESPONSE_CACHE_BYTES: z
    .string()
    .default('50000000')
    .refine((value) => /^\d{1,12}$/.test(value), { error: 'expected a whole number of bytes (0 keeps no answers)' })
    .transform(Number),
  DOWNLOAD_REVISIONS: z
    .string()
    .default('10')
    .refine((value) => /^\d{1,4}$/.test(value) && Number(value) > 0, { error: 'expected a whole number from 1 to 9999' })
    .transform(Number),
  SMTP_URL: smtpUrl.optional(),
  NOTICE_FROM: z.email({ error: 'expected one address, such as register@example.gov.uk' }).optional(),
});

const wholeEnvironment = environment.refine(
  ({ SMTP_URL, NOTICE_FROM }) => SMTP_URL === undefined || NOTICE_FROM !== undefined,
  { path: ['NOTICE_FROM'], error: 'expected the address that mail comes from, because SMTP_URL is set' },
);

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
  /** The same for the worker. */
  workerDatabaseUrl: string | undefined;
  /** Streaming replicas of the database that may serve what is public. */
  replicaUrls: readonly string[];
  /** How many bytes of public answers the server keeps. */
  responseCacheBytes: number;
  /** Of how many revisions the server has files to download ready. */
  downloadRevisions: number;
  /** How notices go out by e-mail; undefined where they do not. */
  mail: MailConfig | undefined;
}

export interface MailConfig {
  url: string;
  /** The address it comes from. */
  from: string;
}

/** Whether what helps in development only is refused. For what is asked at any time; else it is in the Config. */
export const isProduction = (variables: NodeJS.ProcessEnv = process.env): boolean =>
  variables['NODE_ENV'] === 'production';

/** Reads the environment: the only place that does. Throws one UserError that lists everything wrong with it. */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  // `PORT= npm start` means "not set", as it does to a shell.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = wholeEnvironment.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // An address of a server may hold a password, so it is never printed back.
      const value = /^(DATABASE|SMTP)_/.test(name) ? 'the value given' : (JSON.stringify(given[name]) ?? 'nothing');
      return `${name}: ${issue.message}, got ${value}.`;
    });
    throw new UserError(`The configuration is wrong.\n  ${problems.join('\n  ')}`);
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, LOG_LEVEL, OIDC_ISSUERS, SMTP_URL, NOTICE_FROM, ...urls } = result.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    dataDirectory: path.resolve(DATA_DIR),
    logLevel: LOG_LEVEL,
    production: isProduction(given),
    issuers: OIDC_ISSUERS ?? [],
    viewDatabaseUrls: {
      PUBLIC: urls.DATABASE_URL_PUBLIC,
      COUNCIL: urls.DATABASE_URL_COUNCIL,
      GOVERNMENT: urls.DATABASE_URL_GOVERNMENT,
      OFFICE: urls.DATABASE_URL_OFFICE,
    },
    workerDatabaseUrl: urls.DATABASE_URL_WORKER,
    replicaUrls: urls.DATABASE_REPLICA_URLS ?? [],
    responseCacheBytes: urls.RESPONSE_CACHE_BYTES,
    downloadRevisions: urls.DOWNLOAD_REVISIONS,
    mail: SMTP_URL === undefined ? undefined : { url: SMTP_URL, from: NOTICE_FROM! },
  };
}
