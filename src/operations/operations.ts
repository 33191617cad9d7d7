import type { Server } from 'node:http';
import type { Config } from '../config';
import { Database } from '../database/database';
import type { Replicas } from '../database/replicas';
import type { ViewDatabases } from '../database/view-databases';
import { VIEWS } from '../graph/audience';
import { listen } from '../listen';
import type { Worker } from '../notices/worker';
import type { RevisionWatch } from '../publications/revision-watch';
import type { Register } from '../register';
import { databaseCheck, migrationsCheck, Readiness, replicasCheck, workerCheck } from './health';
import { Metrics } from './metrics';
import { closeMetricsServer, createMetricsServer } from './metrics-server';
import type { Operations } from './observe-requests';
import { measureServer } from './server-metrics';

interface Parts {
  register: Register;
  databases: ViewDatabases;
  revisions: RevisionWatch;
  replicas: Replicas | undefined;
  worker: Worker;
}

/** The operations of a server process: what watches over it, and the address where its metrics are. */
export class ServerOperations implements Operations {
  readonly readiness: Readiness;
  readonly metrics: Metrics | undefined;
  private readonly metricsServer: Server | undefined;

  constructor(
    private readonly config: Pick<Config, 'metrics'>,
    { register, databases, revisions, replicas, worker }: Parts,
  ) {
    this.readiness = new Readiness([
      databaseCheck(databases.PUBLIC),
      migrationsCheck(register),
      workerCheck(worker),
      ...(replicas ? [replicasCheck(replicas)] : []),
    ]);
    if (!config.metrics) return;
    this.metrics = new Metrics();
    const views = VIEWS.map((view) => [view, databases[view]] as const);
    const look = measureServer(this.metrics, {
      pools: {
        ...Object.fromEntries(views),
        worker: worker.database,
        owner: new Database(register.dataSource),
      },
      published: databases.PUBLIC,
      waiting: worker.database,
      revisions,
      replicas,
      worker,
    });
    this.metricsServer = createMetricsServer(this.metrics, look);
  }

  /** Answers the address of the metrics; undefined where there are none. */
  async listen(): Promise<string | undefined> {
    const { metrics } = this.config;
    if (!metrics || !this.metricsServer) return undefined;
    const { host, port } = metrics;
    const server = this.metricsServer;
    await listen({ host: ['METRICS_HOST', host], port: ['METRICS_PORT', port] }, () => {
      return new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve());
      });
    });
    return `http://${host}:${(server.address() as { port: number }).port}/metrics`;
  }

  async close(): Promise<void> {
    if (this.metricsServer) await closeMetricsServer(this.metricsServer);
  }
}
