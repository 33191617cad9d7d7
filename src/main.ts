import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { createApp } from './app';
import { readConfig } from './config';
import { Replicas } from './database/replicas';
import { openViewDatabases, type ViewDatabases } from './database/view-databases';
import { Downloads } from './downloads/downloads';
import { createVerifier } from './identity/verifier';
import { openWorker, type Worker } from './notices/worker';
import { openRegister, type Register } from './register';
import { releaseClock } from './releases/release-clock';
import { countRegister } from './publications/register-counts';
import { RevisionWatch } from './publications/revision-watch';
import { UserError } from './user-error';

async function start(): Promise<void> {
  const config = readConfig();
  const logger = pino({ level: config.logLevel });
  const stopping = new AbortController();
  let register: Register | undefined;
  let databases: ViewDatabases | undefined;
  let revisions: RevisionWatch | undefined;
  let replicas: Replicas | undefined;
  let worker: Worker | undefined;
  let app: FastifyInstance | undefined;

  const stop = async (): Promise<void> => {
    await app?.close();
    await worker?.stop();
    await replicas?.close();
    await revisions?.close();
    await databases?.close();
    await register?.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second Ctrl-C must not cut short the first.
      if (stopping.signal.aborted) return;
      stopping.abort();
      // During the start there may be nothing to stop yet; the start looks at `stopping` when it has something.
      if (app) void stop().then(() => process.exit(0));
    });
  }

  try {
    const began = performance.now();
    register = await openRegister(config);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const views = (databases = await openViewDatabases(register.url, config.viewDatabaseUrls));
    revisions = await RevisionWatch.open(register.url);
    const downloads = new Downloads({
      database: views.PUBLIC,
      revisions,
      directory: path.join(config.dataDirectory, 'downloads'),
      keep: config.downloadRevisions,
      logger,
    });
    worker = await openWorker(register.url, config, logger, [releaseClock(views.OFFICE), downloads.job]);
    const verify = createVerifier({
      issuers: config.issuers,
      localIssuerDirectory: config.production ? undefined : config.dataDirectory,
      reads: views.PUBLIC,
      logger,
    });
    const { replicaUrls: urls } = config;
    replicas = urls.length > 0 ? await Replicas.open({ urls, primary: views.PUBLIC, revisions, logger }) : undefined;
    const { responseCacheBytes } = config;
    app = await createApp({ databases: views, verify, logger, revisions, replicas, downloads, responseCacheBytes });
    if (!stopping.signal.aborted) {
      await listen(app, config.host, config.port);
    }
    if (stopping.signal.aborted) {
      await stop();
      process.exit(0);
    }
    worker.start();
    const { port } = app.server.address() as AddressInfo;
    const counts = await countRegister(register.dataSource);
    const loaded = register.loaded
      ? `Loaded the reference figures in ${seconds} s`
      : 'The reference figures are already loaded; nothing to do';
    console.log(`The register is at http://${config.host}:${port}/graphql (public view, revision ${counts.revision}).`);
    console.log(
      `${loaded}: ${counts.councils} current councils, ${counts.recommendations} recommendations, ` +
        `${counts.indicators} indicators, ${counts.observations} observations.`,
    );
    console.log(`The data lies in ${register.location}.`);
    console.log('Stop with Ctrl-C.');
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new UserError(`Port ${port} is taken by another program: stop that one, or set PORT to another.`);
      case 'EACCES':
        throw new UserError(`This user may not listen on port ${port}: set PORT to 1024 or more.`);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        throw new UserError(`This machine has no address "${host}" (HOST): use localhost or 0.0.0.0.`);
      default:
        throw error;
    }
  }
}

start().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exit(1);
});
