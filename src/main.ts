import { tracing } from './operations/tracing';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app';
import { runCommand } from './command-line';
import { readConfig } from './config';
import { Replicas } from './database/replicas';
import { openViewDatabases, type ViewDatabases } from './database/view-databases';
import { Downloads } from './downloads/downloads';
import { createVerifier } from './identity/verifier';
import { listen } from './listen';
import { openWorker, type Worker } from './notices/worker';
import { createLogger } from './operations/log';
import { ServerOperations } from './operations/operations';
import { openRegister, type Register } from './register';
import { releaseClock } from './releases/release-clock';
import { countRegister } from './publications/register-counts';
import { RevisionWatch } from './publications/revision-watch';
import { UserError } from './user-error';

const USAGE = `Brings the database up to date and serves the API.

  npm start

Which database: DATABASE_URL, or without it an embedded PostgreSQL of its own in DATA_DIR (.data). PORT (4000) and HOST
(localhost) say where to listen. docs/operations.md has all the settings, which are environment variables.`;

/** Milliseconds that answers which are under way have when the server stops: as long as a request may take, unless told otherwise. */
const LAST_ANSWERS = 10_000;

async function start(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const stopping = new AbortController();
  let register: Register | undefined;
  let databases: ViewDatabases | undefined;
  let revisions: RevisionWatch | undefined;
  let replicas: Replicas | undefined;
  let worker: Worker | undefined;
  let operations: ServerOperations | undefined;
  let app: FastifyInstance | undefined;

  const stop = async (): Promise<void> => {
    // Whoever reads slowly, or not at all, would keep it from stopping.
    void setTimeout(LAST_ANSWERS, undefined, { ref: false }).then(() => app?.server.closeAllConnections());
    await app?.close();
    await operations?.close();
    await worker?.stop();
    await replicas?.close();
    await revisions?.close();
    await databases?.close();
    await register?.close();
    await tracing?.end();
  };
  /** Load balancers are told first; only when they have had time to ask is the door shut. */
  const stopSlowly = async (): Promise<void> => {
    operations?.readiness.stop();
    await setTimeout(config.stopDelaySeconds * 1000);
    await stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C must not cut short the first.
      if (stopping.signal.aborted) return;
      stopping.abort();
      // During the start there may be nothing to stop yet; the start looks at `stopping` when it has something.
      if (app) void stopSlowly().then(() => process.exit(0));
    });
  }

  try {
    const began = performance.now();
    register = await openRegister(config, logger);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const { url, dataSource } = register;
    // It is told at the end, and takes a while to count.
    const counting = countRegister(dataSource);
    // Where another step of the start fails first, nobody waits for it.
    counting.catch(() => undefined);
    const views = (databases = await openViewDatabases(
      url,
      config.viewDatabaseUrls,
      config.limits.statementMilliseconds,
    ));
    revisions = await RevisionWatch.open(url);
    const downloads = new Downloads({ ...config.downloads, database: views.PUBLIC, revisions, logger });
    worker = await openWorker(url, config, logger, [releaseClock(views.OFFICE), downloads.job]);
    const localIssuerDirectory = config.production ? undefined : config.dataDirectory;
    const verify = createVerifier({
      issuers: config.issuers,
      localIssuerDirectory,
      reads: views.PUBLIC,
      logger,
    });
    const { replicaUrls: urls, limits } = config;
    const { statementMilliseconds } = limits;
    replicas =
      urls.length > 0
        ? await Replicas.open({ urls, primary: views.PUBLIC, revisions, logger, statementMilliseconds })
        : undefined;
    operations = new ServerOperations(config, { register, databases: views, revisions, replicas, worker });
    const { responseCacheBytes, trustedProxies, corsOrigins, production, signIn, publicUrl } = config;
    app = await createApp({
      databases: views,
      verify,
      logger,
      revisions,
      replicas,
      responseCacheBytes,
      downloads,
      operations,
      limits,
      trustedProxies,
      corsOrigins,
      production,
      signIn,
      publicUrl,
      localIssuerDirectory,
    });
    let metrics: string | undefined;
    if (!stopping.signal.aborted) {
      const { host, port } = config;
      metrics = await operations.listen();
      await listen({ host: ['HOST', host], port: ['PORT', port] }, () => app!.listen({ host, port }));
    }
    if (stopping.signal.aborted) {
      await stop();
      process.exit(0);
    }
    worker.start();
    const { port } = app.server.address() as AddressInfo;
    const counts = await counting;
    const loaded = register.loaded
      ? `Loaded the reference figures in ${seconds} s`
      : 'The reference figures are already loaded; nothing to do';
    console.log(`The register is at http://${config.host}:${port}/graphql (public view, revision ${counts.revision}).`);
    console.log(
      `${loaded}: ${counts.councils} current councils, ${counts.recommendations} recommendations, ` +
        `${counts.indicators} indicators, ${counts.observations} observations.`,
    );
    console.log(`The data lies in ${register.location}.`);
    if (metrics !== undefined) console.log(`Its metrics are at ${metrics}.`);
    console.log('Stop with Ctrl-C.');
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

runCommand({ usage: USAGE }, () =>
  start().catch((error: unknown) => {
    console.error(error instanceof UserError ? error.message : error);
    process.exit(1);
  }),
);
