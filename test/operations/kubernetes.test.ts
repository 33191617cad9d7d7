import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { parseAllDocuments } from 'yaml';
import { readConfig } from '../../src/config';
import { projectDirectory } from '../../src/project';

/** An object of Kubernetes, with the check of its schema. */
interface Model {
  validate(): void;
}

const load = createRequire(__filename);

/** The class that kubernetes-models makes of the schema of a kind: Kubernetes' own, out of its OpenAPI. */
function modelOf({ apiVersion, kind }: { apiVersion: string; kind: string }): new (object: unknown) => Model {
  const models = load(`kubernetes-models/${apiVersion}/${kind}`) as Record<string, new (object: unknown) => Model>;
  return models[kind]!;
}

describe('docker/kubernetes.yaml', () => {
  const documents = parseAllDocuments(readFileSync(path.join(projectDirectory, 'docker/kubernetes.yaml'), 'utf8'));
  const objects: any[] = documents.map((document) => document.toJS());
  const find = (kind: string): any => objects.find((object) => object.kind === kind);
  const container = find('Deployment').spec.template.spec.containers[0];

  it.each(objects.map((object) => [object.kind, object.metadata.name, object]))(
    'has a %s %s as the schema of Kubernetes asks',
    (_kind, _name, object) => {
      const Kind = modelOf(object);
      expect(() => new Kind(object).validate()).not.toThrow();
      // The same check finds fault where there is one.
      expect(() => new Kind({ ...object, metadata: 5 }).validate()).toThrow();
    },
  );

  it('gives the server settings that it takes', () => {
    const config = readConfig({ ...find('ConfigMap').data, DATABASE_URL: 'postgres://u:p@h:5432/d' });
    expect(config).toMatchObject({ host: '0.0.0.0', port: 4000, metrics: { host: '0.0.0.0', port: 9464 } });
    const ports = container.ports.map(({ containerPort }: any) => containerPort);
    expect(ports).toEqual([config.port, config.metrics!.port]);
    // It is killed only long after it has stopped by itself: ten seconds are a notice's, that is under way.
    const { terminationGracePeriodSeconds } = find('Deployment').spec.template.spec;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(config.stopDelaySeconds + 10 + 5);
  });

  it('asks for life where the database is not asked, and for readiness where it is', () => {
    expect(container.livenessProbe.httpGet.path).toBe('/livez');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    // Longer than /readyz takes where the database hangs.
    expect(container.readinessProbe.timeoutSeconds).toBeGreaterThan(2);
  });

  it('runs as nobody in particular, and can write nowhere but where it must', () => {
    expect(find('Deployment').spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('leads every selector to the pods, and keeps the metrics from the service of the public', () => {
    const labels = find('Deployment').spec.template.metadata.labels;
    const services = objects.filter(({ kind }) => kind === 'Service');
    for (const { spec } of services) expect(labels).toMatchObject(spec.selector);
    for (const kind of ['PodDisruptionBudget', 'Deployment']) {
      expect(labels).toMatchObject(find(kind).spec.selector.matchLabels);
    }
    expect(services[0].spec.ports.map(({ targetPort }: any) => targetPort)).toEqual(['http']);
  });
});
