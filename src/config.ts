import path from 'node:path';
import { z } from 'zod';
import type { View } from './graph/audience';
import { type IssuerConfig, issuerList } from './identity/issuers';
import { LIMIT_NAMES, type Limits, LIMITS, limitsFrom } from './limits/limits';
import { UserError } from './user-error';

/** A connection string for PostgreSQL: postgres://user:password@host:port/database */
const databaseUrl = z.string().refine((value) => /^postgres(ql)?:\/\/[^/]+\/.+/.test(value), {
  error: 'expected postgres://user:password@host:port/database',
});

/** The address of a mail server: smtp://user:password@host:port */
const smtpUrl = z.string().refine((value) => URL.canParse(value) && /^smtps?:\/\/[^/]/.test(value), {
  error: 'expected smtp://user:password@host:port or smtps://…',
});

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'expected the address of a collector, such as http://localhost:4318',
});

const portNumber = z
  .string()
  .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65535, {
    error: 'expected a whole number from 0 to 65535 (0 picks a free port)',
  })
  .transform(Number);

/** A whole number, 0 for no limit, for each variable of a limit. */
const limits = Object.fromEntries(
  LIMIT_NAMES.map((name) => {
    const { variable, unit, largest } = LIMITS[name];
    const error = `expected a whole number of ${unit}${largest ? ` up to ${largest}` : ''} (0 for no limit)`;
    const isFit = (value: string): boolean => /^\d{1,12}$/.test(value) && Number(value) <= (largest ?? Infinity);
    return [variable, z.string().refine(isFit, { error }).optional()];
  }),
) as Record<never, never>;

/** An IP address, or a network as 10.0.0.0/8. */
const network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'expected addresses or networks with commas between them, such as 10.0.0.0/8',
});

/** Where a page comes from, as browsers say it: scheme, host and port. */
const origin = (error: string) =>
  z.string().refine((value) => URL.canParse(value) && new URL(value).origin === value, { error });

const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((value) => value.split(',').map((each) => each.trim()))
    .pipe(z.array(item));

const environment = z.object({
  ...limits,
  PORT: portNumber.default(4000),
  HOST: z.string().default('localhost'),
  DATABASE_URL: databaseUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'expected one of fatal, error, warn, info, debug, silent',
    })
    .optional(),
  METRICS_PORT: portNumber.optional(),
  METRICS_HOST: z.string().default('localhost'),
  STOP_DELAY_SECONDS: z
    .string()
    .default('0')
    .refine((value) => /^\d{1,3}$/.test(value), { error: 'expected a whole number of seconds from 0 to 999' })
    .transform(Number),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  NODE_ENV: z.string().optional(),
  OIDC_ISSUERS: issuerList.optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPE: z
    .string()
    .default('openid profile')
    .refine((value) => value.split(' ').includes('openid'), { error: 'expected words with "openid" among them' }),
  PUBLIC_URL: origin('expected scheme, host and port, such as https://register.example.gov.uk').optional(),
  DATABASE_URL_PUBLIC: databaseUrl.optional(),
  DATABASE_URL_COUNCIL: databaseUrl.optional(),
  DATABASE_URL_GOVERNMENT: databaseUrl.optional(),
  DATABASE_URL_OFFICE: databaseUrl.optional(),
  DATABASE_URL_WORKER: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: listOf(databaseUrl).optional(),
  TRUST_PROXY: listOf(network).optional(),
  CORS_ORIGINS: listOf(
    origin('expected origins with commas between them, such as https://dashboard.example.gov.uk'),
  ).optional(),
  RESPONSE_CACHE_BYTES: z
    .string()
    .default('50000000')
    .refine((value) => /^\d{1,12}$/.test(value), { error: 'expected a whole number of bytes (0 keeps no answers)' })
    .transform(Number),
  DOWNLOAD_REVISIONS: z
    .string()
    .default('10')
    .refine((value) => /^\d{1,4}$/.test(value) && Number(value) > 0, {
      error: 'expected a whole number from 1 to 9999',
    })
    .transform(Number),
  SMTP_URL: smtpUrl.optional(),
  NOTICE_FROM: z.email({ error: 'expected one address, such as register@example.gov.uk' }).optional(),
});

const wholeEnvironment = environment
  .refine(({ SMTP_URL, NOTICE_FROM }) => SMTP_URL === undefined || NOTICE_FROM !== undefined, {
    path: ['NOTICE_FROM'],
    error: 'expected the address that mail comes from, because SMTP_URL is set',
  })
  .refine(({ OIDC_CLIENT_ID, OIDC_ISSUERS }) => OIDC_CLIENT_ID === undefined || OIDC_ISSUERS?.[0] !== undefined, {
    path: ['OIDC_ISSUERS'],
    error: 'expected where people sign in, because OIDC_CLIENT_ID is set',
  })
  .refine(({ OIDC_CLIENT_ID, PUBLIC_URL }) => OIDC_CLIENT_ID === undefined || PUBLIC_URL !== undefined, {
    path: ['PUBLIC_URL'],
    error: 'expected the address that people have the site by, because OIDC_CLIENT_ID is set',
  })
  .refine(({ NODE_ENV, PUBLIC_URL }) => NODE_ENV !== 'production' || !PUBLIC_URL?.startsWith('http:'), {
    path: ['PUBLIC_URL'],
    error: 'expected https://… in production: browsers keep its cookies over TLS alone',
  });

/** The variables that are read here. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

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
  /** Where `/metrics` is served; undefined where it is not. */
  metrics: { port: number; host: string } | undefined;
  /** Seconds between being told to stop and stopping: it is served on, and said that the server is not ready. */
  stopDelaySeconds: number;
  /** Tokens of the local issuer are taken outside production only. */
  production: boolean;
  /** Whose tokens are taken. */
  issuers: readonly IssuerConfig[];
  /** How people sign in to the site; undefined where nothing is set, and then only development has a way. */
  signIn: SignInConfig | undefined;
  /** Scheme, host and port that people have the site by; undefined where nothing is set. */
  publicUrl: string | undefined;
  /** A login of its own for a view; a view without one takes its role on the connections of `databaseUrl`. */
  viewDatabaseUrls: Record<View, string | undefined>;
  /** The same for the worker. */
  workerDatabaseUrl: string | undefined;
  /** Streaming replicas of the database that may serve what is public. */
  replicaUrls: readonly string[];
  /** How many bytes of public answers the server keeps. */
  responseCacheBytes: number;
  limits: Limits;
  /** The proxies before the server, by address or network: what they say of who asks is believed. */
  trustedProxies: readonly string[];
  /** Whose pages may send tokens; those of others may read what is public. */
  corsOrigins: readonly string[];
  /** The folder of the files to download, and of how many revisions they are to be ready. */
  downloads: { directory: string; keep: number };
  /** How notices go out by e-mail; undefined where they do not. */
  mail: MailConfig | undefined;
}

/** The register as a client of an OIDC provider. */
export interface SignInConfig {
  issuer: IssuerConfig;
  clientId: string;
  /** undefined for a public client, which has PKCE alone. */
  clientSecret: string | undefined;
  /** What it asks for: `openid`, and what makes the provider give access tokens for the register. */
  scope: string;
}

export interface MailConfig {
  url: string;
  /** The address it comes from. */
  from: string;
}

/** Whether what helps in development only is refused. For what is asked at any time; else it is in the Config. */
export const isProduction = (variables: NodeJS.ProcessEnv = process.env): boolean =>
  variables['NODE_ENV'] === 'production';

/**
 * Whether traces are sent. Asked before anything else is loaded; where to and all else the OpenTelemetry SDK reads by
 * itself, in the variables of its own that every program with it has.
 */
export const sendsTraces = (variables: NodeJS.ProcessEnv = process.env): boolean =>
  variables['OTEL_SDK_DISABLED'] !== 'true' &&
  Boolean(variables['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || variables['OTEL_EXPORTER_OTLP_ENDPOINT']);

/** Reads the environment: the only place that does. Throws one UserError that lists everything wrong with it. */
export function readConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  // `PORT= npm start` means "not set", as it does to a shell.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = wholeEnvironment.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      // An address of a server may hold a password, so it is never printed back; nor is a secret.
      const value = /^(DATABASE|SMTP)_|_SECRET$/.test(name)
        ? 'the value given'
        : (JSON.stringify(given[name]) ?? 'nothing');
      return `${name}: ${issue.message}, got ${value}.`;
    });
    throw new UserError(`The configuration is wrong.\n  ${problems.join('\n  ')}`);
  }
  const { PORT, HOST, DATABASE_URL, DATA_DIR, OIDC_ISSUERS, SMTP_URL, NOTICE_FROM, ...rest } = result.data;
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    dataDirectory: path.resolve(DATA_DIR),
    // A line for each request is for who runs a register, not for who builds one.
    logLevel: rest.LOG_LEVEL ?? (isProduction(given) ? 'info' : 'warn'),
    metrics: rest.METRICS_PORT === undefined ? undefined : { port: rest.METRICS_PORT, host: rest.METRICS_HOST },
    stopDelaySeconds: rest.STOP_DELAY_SECONDS,
    production: isProduction(given),
    issuers: OIDC_ISSUERS ?? [],
    signIn:
      rest.OIDC_CLIENT_ID === undefined
        ? undefined
        : {
            issuer: OIDC_ISSUERS![0]!,
            clientId: rest.OIDC_CLIENT_ID,
            clientSecret: rest.OIDC_CLIENT_SECRET,
            scope: rest.OIDC_SCOPE,
          },
    publicUrl: rest.PUBLIC_URL,
    viewDatabaseUrls: {
      PUBLIC: rest.DATABASE_URL_PUBLIC,
      COUNCIL: rest.DATABASE_URL_COUNCIL,
      GOVERNMENT: rest.DATABASE_URL_GOVERNMENT,
      OFFICE: rest.DATABASE_URL_OFFICE,
    },
    workerDatabaseUrl: rest.DATABASE_URL_WORKER,
    replicaUrls: rest.DATABASE_REPLICA_URLS ?? [],
    responseCacheBytes: rest.RESPONSE_CACHE_BYTES,
    limits: limitsFrom(given),
    trustedProxies: rest.TRUST_PROXY ?? [],
    corsOrigins: rest.CORS_ORIGINS ?? [],
    downloads: { directory: path.resolve(DATA_DIR, 'downloads'), keep: rest.DOWNLOAD_REVISIONS },
    mail: SMTP_URL === undefined ? undefined : { url: SMTP_URL, from: NOTICE_FROM! },
  };
}
