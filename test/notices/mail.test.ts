import type { Worker } from '../../src/notices/worker';
import { readConfig } from '../../src/config';
import { TestServer } from '../support/server';
import { clear, deliveries, MailReceiver, OLDHAM, startWorker, subscribe, tell, until } from './support';

/** A message put back together: header lines unfolded, and the body as it was before it was made fit for mail. */
function read(mail: string): { headers: string[]; text: string } {
  const [head, ...rest] = mail.split('\r\n\r\n') as [string];
  const body = rest.join('\n\n').replaceAll('\r\n', '\n');
  const quoted = /quoted-printable/i.test(head);
  const text = quoted
    ? body
        .replace(/=\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : body;
  return { headers: head.replace(/\r\n[ \t]+/g, ' ').split('\r\n'), text };
}

describe('mail', () => {
  let server: TestServer;
  let mail: MailReceiver;
  let worker: Worker | undefined;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());
  beforeEach(async () => {
    await clear(server);
    mail = await MailReceiver.start();
  });
  afterEach(async () => {
    await worker?.stop();
    await mail.stop();
  });

  it('says what happened, and how to end it', async () => {
    const { noticeSubscription } = await subscribe(server, OLDHAM, 'EMAIL', "o'neil+register@oldham.example");
    await tell(server, 'E08000004', 'A response of yours was published.');
    worker = await startWorker(server, { mail });
    await until(() => mail.received.length === 1);
    const [{ from, to, text: raw }] = mail.received as [any];
    expect([from, to]).toEqual(['register@oscdr.example', ["o'neil+register@oldham.example"]]);
    const { headers, text } = read(raw);
    const [{ key, occurred_at }] = await server.dataSource.query('select key, occurred_at from notice_delivery');
    expect(headers).toEqual(
      expect.arrayContaining([
        'From: register@oscdr.example',
        "To: o'neil+register@oldham.example",
        'Subject: A response of yours was published.',
        `Message-ID: <${key}@oscdr.example>`,
        'Auto-Submitted: auto-generated',
        'Content-Type: text/plain; charset=utf-8',
      ]),
    );
    expect(text).toContain('A response of yours was published.\n');
    expect(text).toContain('What it is about: QTox\n');
    expect(text).toContain(`When: ${occurred_at.toISOString()}\n`);
    expect(text).toContain(`unsubscribeFromNotices with this id:\n${noticeSubscription.id}\n`);
  });

  it('has one subject and one recipient, whatever a title says', async () => {
    await subscribe(server, OLDHAM, 'EMAIL', 'a@oldham.example');
    await tell(server, 'E08000004', 'Über\r\nBcc: other@example.org\r\n\r\nBody');
    worker = await startWorker(server, { mail });
    await until(() => mail.received.length === 1);
    const [{ to, text }] = mail.received as [any];
    expect(to).toEqual(['a@oldham.example']);
    const { headers } = read(text);
    expect(headers.filter((each) => /^(bcc|cc|to|subject):/i.test(each))).toHaveLength(2);
  });

  it('that is refused is tried again and given up, without the address in the reason', async () => {
    mail.refuse = 550;
    await subscribe(server, OLDHAM, 'EMAIL', 'nobody@oldham.example');
    await tell(server, 'E08000004');
    worker = await startWorker(server, { mail });
    await until(async () => (await deliveries(server)).some(({ dead }) => dead));
    expect(await deliveries(server)).toMatchObject([
      { attempts: 3, host: 'oldham.example', error: 'The mail server answered 550.' },
    ]);
    mail.refuse = undefined;
    await tell(server, 'E08000004', 'Another.');
    await until(() => mail.received.length === 1);
  });

  it('is not needed: without a server nothing goes by mail, and nothing old goes out later', async () => {
    await subscribe(server, OLDHAM, 'EMAIL', 'a@oldham.example');
    await tell(server, 'E08000004', 'Old.');
    worker = await startWorker(server);
    const drained = async (): Promise<boolean> =>
      (await server.dataSource.query('select from outbox where drained_at is null')).length === 0;
    await until(drained);
    await worker.stop();
    expect(await deliveries(server)).toEqual([]);
    await tell(server, 'E08000004', 'New.');
    worker = await startWorker(server, { mail });
    await until(() => mail.received.length === 1);
    expect(mail.received[0]!.text).toContain('Subject: New.');
  });
});

describe('the configuration of notices', () => {
  const read = (variables: NodeJS.ProcessEnv): (() => unknown) => {
    return () => readConfig(variables);
  };

  it('is a mail server and a sender, and a login for the worker', () => {
    expect(readConfig({}).mail).toBeUndefined();
    const given = {
      SMTP_URL: 'smtps://user:secret@mail.example:465',
      NOTICE_FROM: 'register@oscdr.example',
      DATABASE_URL_WORKER: 'postgres://u:p@h/d',
    };
    expect(readConfig(given)).toMatchObject({
      mail: { url: 'smtps://user:secret@mail.example:465', from: 'register@oscdr.example' },
      workerDatabaseUrl: 'postgres://u:p@h/d',
    });
  });

  it('says what is wrong, and no password', () => {
    expect(read({ SMTP_URL: 'smtp://mail.example' })).toThrow(
      'NOTICE_FROM: expected the address that mail comes from, because SMTP_URL is set, got nothing.',
    );
    for (const SMTP_URL of ['http://user:secret@mail.example', 'mail.example', 'smtp://']) {
      expect(read({ SMTP_URL, NOTICE_FROM: 'a@b.example' })).toThrow(
        'SMTP_URL: expected smtp://user:password@host:port or smtps://…, got the value given.',
      );
    }
    expect(read({ SMTP_URL: 'smtp://mail.example', NOTICE_FROM: 'a\r\nBcc: b@c.example' })).toThrow('NOTICE_FROM');
  });
});
