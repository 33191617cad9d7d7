import type { Environment } from 'monaco-editor';
import { setting } from './settings';

/** Monaco's helpers, from this server: it would have them from wherever it thinks it was loaded from. */
const WORKERS: Record<string, string> = { graphql: setting('graphqlWorker'), json: setting('jsonWorker') };

const environment: Environment = {
  getWorker: (_moduleId: string, label: string) =>
    new Worker(WORKERS[label] ?? setting('editorWorker'), { type: 'module' }),
};
Object.assign(globalThis, { MonacoEnvironment: environment });
