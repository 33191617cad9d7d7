import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { until } from '../notices/support';

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: string; arrayValue?: object };
}

/** A span as a collector reads it; ids in base64. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  scope: string;
  attributes: Attribute[];
  resource: { attributes: Attribute[] };
}

export const attribute = ({ attributes }: Pick<Span, 'attributes'>, key: string): string | undefined => {
  const value = attributes.find((each) => each.key === key)?.value;
  return value?.stringValue ?? value?.intValue;
};

/** The process that collector-program.js is. */
export class Collector {
  /** All that it has read, as text. */
  text = '';
  private readonly child: ChildProcess = spawn('node', [path.join(__dirname, 'collector-program.js')]);
  private readonly exit = new Promise((resolve) => this.child.once('exit', resolve));

  static async start(): Promise<Collector> {
    const collector = new Collector();
    collector.child.stdout!.on('data', (chunk: Buffer) => (collector.text += chunk.toString()));
    await until(() => collector.text.includes('\n'));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${this.text.split('\n', 1)[0]}`;
  }

  get spans(): Span[] {
    const lines = this.text.split('\n').slice(1, -1);
    return lines.map((line) => JSON.parse(line) as Span);
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.exit;
  }
}
