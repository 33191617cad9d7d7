import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { projectDirectory } from '../../src/project';
import { TestServer } from '../support/server';
import { deliveries, MailReceiver, OLDHAM, subscribe, tell, until, WebhookReceiver } from './support';

jest.setTimeout(120_000);

/** The register as a process of its own, as `npm start` runs it, on the database of the test. */
describe('a server process', () => {
  let server: TestServer;
  let receiver: WebhookReceiver;
  let mail: MailReceiver;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    server = await TestServer.start('reference');
    receiver = await WebhookReceiver.start();
    mail = await MailReceiver.start();
  });
  afterAll(async () => {
    children.forEach((child) => child.kill('SIGKILL'));
    await receiver.stop();
    await mail.stop();
    await server.stop();
  });

  const start = (): ChildProcess => {
    const child = spawn('node', [path.join(projectDirectory, 'dist/src/main.js')], {
      env: {
        ...process.env,
        PORT: '0',
        DATABASE_URL: server.databaseUrl,
        SMTP_URL: mail.url,
        NOTICE_FROM: 'register@oscdr.example',
      },
    });
    children.push(child);
    return child;
  };
  const ended = (child: ChildProcess): Promise<number | string | null> =>
    new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));

  it('killed while it sends leaves the notice to the next, which sends it again, and stops when told', async () => {
    await subscribe(server, OLDHAM, 'WEBHOOK', receiver.url());
    await subscribe(server, OLDHAM, 'EMAIL', 'a@oldham.example');
    await tell(server, 'E08000004', 'Told.');
    const first = start();
    const firstEnded = ended(first);
    receiver.answer = () => {
      if (receiver.received.length === 1) first.kill('SIGKILL');
      return receiver.received.length === 1 ? null : 204;
    };
    expect(await firstEnded).toBe('SIGKILL');
    expect((await deliveries(server)).find(({ channel }) => channel === 'WEBHOOK')).toMatchObject({
      waiting: true,
      attempts: 0,
    });

    const second = start();
    const secondEnded = ended(second);
    await until(async () => (await deliveries(server)).every(({ delivered }) => delivered));
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(mail.received.length).toBeGreaterThan(0);
    expect(mail.received[0]!.text).toContain('Subject: Told.');
    second.kill('SIGTERM');
    expect(await secondEnded).toBe(0);
  });
});
