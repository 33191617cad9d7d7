import { contentOf } from '../support/databases';
import { OidcProvider } from '../support/oidc-provider';
import type { TestServer } from '../support/server';
import { attribute, elements, hiddenFields, type Seen, SITE, textOf, Visitor } from '../support/visitor';
import { NEIGHBOUR, OFFICER, OFFICIAL, READER, REPORT, REVIEWER, startWorld } from './world';

jest.setTimeout(60_000);

const NEW = '/work/recommendations/12a/report';

describe('the forms of those who have signed in', () => {
  const provider = new OidcProvider();
  let server: TestServer;
  let officer: Visitor;
  beforeAll(async () => {
    server = await startWorld(provider);
    officer = await Visitor.signedIn(server, provider, OFFICER);
  });
  afterAll(async () => {
    provider.stop();
    await server?.stop();
  });

  const problems = (page: Seen): string[] =>
    elements(page.text, 'ul')
      .filter((list) => /error-summary/.test(attribute(list, 'class') ?? ''))
      .flatMap((list) => list.childNodes.filter((node) => 'tagName' in node).map((item) => textOf(item).trim()));
  const counted = async (): Promise<number> =>
    Number((await server.dataSource.query('select count(*) from progress_update'))[0].count);
  const begun = async (visitor = officer): Promise<Seen> => visitor.submit(await visitor.get(NEW), 'save', REPORT);

  it('do nothing without the token of the session, or from another place', async () => {
    const other = await Visitor.signedIn(server, provider, { ...OFFICER, subject: 'another officer' });
    const fields: Record<string, string> = { ...hiddenFields((await officer.get(NEW)).text, 'save'), ...REPORT };
    const { token: foreign } = hiddenFields((await other.get(NEW)).text, 'save');
    const { token: _own, ...without } = fields;
    const before = await contentOf(server.dataSource);
    const attempts: [Record<string, string>, Record<string, string>][] = [
      [without, {}],
      [{ ...fields, token: '' }, {}],
      [{ ...fields, token: foreign! }, {}],
      [{ ...fields, token: 'A'.repeat(86) }, {}],
      [fields, { origin: 'https://elsewhere.example' }],
      [fields, { origin: 'null' }],
      [fields, { 'sec-fetch-site': 'cross-site' }],
      [fields, { 'sec-fetch-site': 'same-site' }],
    ];
    for (const [sent, headers] of attempts) {
      const { status, words } = await officer.once('post', NEW, sent, undefined, headers);
      expect([status, words]).toEqual([403, expect.stringContaining('Nothing was changed')]);
    }
    const nobody = await new Visitor(server, provider).once('post', NEW, fields);
    expect([nobody.status, nobody.words]).toEqual([401, expect.stringContaining('You are signed out')]);
    expect(await contentOf(server.dataSource)).toEqual(before);
    const own = { origin: SITE, 'sec-fetch-site': 'same-origin' };
    expect((await officer.once('post', NEW, fields, undefined, own)).status).toBe(303);
  });

  it('write the token otherwise each time', async () => {
    const tokens = [1, 2].map(async () => hiddenFields((await officer.get(NEW)).text, 'save')['token']);
    expect(new Set(await Promise.all(tokens)).size).toBe(2);
  });

  it('say what is wrong in their own words, and keep what was typed', async () => {
    const page = await officer.submit(await officer.get(NEW), 'save', {
      ...REPORT,
      'periodEnd-year': '2025',
      summary: `  A <text> & more`,
    });
    expect(page.status).toBe(422);
    expect(problems(page)).toEqual(['“Last day” (2025-06-30) must not be before “First day” (2026-04-01).']);
    const [link] = elements(page.text, 'a').filter((each) => attribute(each, 'href') === '#periodEnd-day');
    expect(link).toBeDefined();
    expect(textOf(elements(page.text, 'title')[0]!)).toMatch(/^Error: Write a report/);
    expect(textOf(elements(page.text, 'textarea')[0]!)).toContain('A <text> & more');
    const chosen = elements(page.text, 'input').filter((input) => attribute(input, 'checked') !== undefined);
    expect(chosen.map((input) => attribute(input, 'value'))).toEqual(['IN_PROGRESS', 'AMBER']);
    const none = {
      'periodStart-day': '31',
      'periodStart-month': '6',
      'periodEnd-day': '',
      deliveryStatus: 'IMPLEMENTED',
    };
    const other = await officer.submit(page, 'save', { ...REPORT, ...none });
    expect(problems(other)).toEqual([
      'The first day of the period must be a real date, such as 31 3 2026',
      'The last day of the period must be a real date, such as 31 3 2026',
      'Choose where it stands',
    ]);
  });

  it('sent twice are done once', async () => {
    const page = await officer.get(NEW);
    const fields = { ...hiddenFields(page.text, 'save'), ...REPORT };
    const before = await counted();
    const [one, two] = await Promise.all([officer.once('post', NEW, fields), officer.once('post', NEW, fields)]);
    expect(one.headers['location']).toMatch(/^\/work\/reports\/.*done=begun$/);
    expect(two.headers['location']).toBe(one.headers['location']);
    expect(await counted()).toBe(before + 1);
    const changed = await officer.once('post', NEW, { ...fields, summary: 'Something else' });
    expect([changed.status, changed.words]).toEqual([409, expect.stringContaining('This form was sent before')]);
    expect(changed.text).toContain('Something else');
    expect(await counted()).toBe(before + 1);
  });

  it('tell that somebody else was first, keep what was typed, and let it be sent again', async () => {
    const report = await begun();
    const edit = `${report.address.split('?')[0]}/edit`;
    const colleague = await Visitor.signedIn(server, provider, { ...OFFICER, subject: 'colleague' });
    const mine = await officer.get(edit);
    const theirs = await colleague.submit(await colleague.get(edit), 'save', { ...REPORT, summary: 'Theirs' });
    expect(theirs.words).toContain('Your changes are saved');
    const stale = await officer.submit(mine, 'save', { ...REPORT, summary: 'Mine' });
    expect([stale.status, problems(stale).length]).toEqual([409, 1]);
    expect(stale.words).toContain('Somebody else has changed this since you opened it');
    expect(textOf(elements(stale.text, 'textarea')[0]!).trim()).toBe('Mine');
    expect((await officer.get(report.address)).words).toContain('Theirs');
    expect((await officer.submit(stale, 'save', { ...REPORT, summary: 'Mine' })).words).toContain('Mine');
    // Once it is submitted, a form that is still open leads to what it has become.
    const open = await officer.get(edit);
    await officer.submit(await officer.get(report.address), 'submit');
    const late = await officer.submit(open, 'save', { ...REPORT, summary: 'Too late' });
    expect(late.words).toContain('Somebody moved this report on while you had it open');
    expect(late.words).not.toContain('Too late');
  });

  it('are there for those alone who may send them', async () => {
    const report = await begun();
    const address = report.address.split('?')[0]!;
    const reader = await Visitor.signedIn(server, provider, READER);
    const neighbour = await Visitor.signedIn(server, provider, NEIGHBOUR);
    const reviewer = await Visitor.signedIn(server, provider, REVIEWER);
    const seen = await reader.get(address);
    expect([seen.status, elements(seen.text, 'form').length]).toEqual([200, 1]);
    expect((await reader.get(`${address}/edit`)).status).toBe(404);
    expect((await reader.get(NEW)).status).toBe(404);
    expect((await neighbour.get(address)).status).toBe(404);
    // A form of somebody else's, with a token of one's own.
    const before = await contentOf(server.dataSource);
    const submit = hiddenFields(report.text, 'submit');
    for (const [visitor, expected] of [
      [reader, 403],
      [neighbour, 404],
      [reviewer, 403],
    ] as const) {
      const { token } = hiddenFields((await visitor.get('/work')).text, 'sign-out');
      const { status } = await visitor.once('post', address, { ...submit, token: token! });
      expect(status).toBe(expected);
    }
    for (const table of ['progress_update', 'workflow_event', 'submission']) {
      expect((await contentOf(server.dataSource))[table]).toBe(before[table]);
    }
    // Who may not approve is not offered it.
    expect((await reviewer.get(address)).text).not.toContain('Approve report');
  });

  it('take files of figures, and say row by row what is wrong', async () => {
    const page = await officer.get('/work/figures/new');
    expect(page.words).toContain('returned_cases: Cases (count)');
    const { text: template } = await officer.get('/work/figures/template.csv');
    expect(template).toBe(
      'indicator_code,period,value,lower_ci,upper_ci,marker,note,nothing_to_report\r\nreturned_cases,,,,,,,\r\n',
    );
    const rows = [
      'indicator_code,period,value',
      'returned_cases,2026-Q1,"a ""b"""',
      'none,2026-Q1,2',
      'returned_cases,soon,3',
      '',
    ];
    const refused = await officer.submit(page, 'save', {}, Buffer.from(rows.join('\n')));
    expect([refused.status, problems(refused)]).toEqual([
      422,
      ['3 things are wrong with the file, so nothing of it was taken'],
    ]);
    const told = elements(refused.text, 'tr')
      .slice(1)
      .map((row) => row.childNodes.filter((node) => 'tagName' in node).map((cell) => textOf(cell).trim()));
    expect(told.map(([line, column, value]) => [line, column, value])).toEqual([
      ['2', 'value', 'a "b"'],
      ['3', 'indicator_code', 'none'],
      ['4', 'period', 'soon'],
    ]);
    expect(told.every(([, , , expected]) => /^Expected /.test(expected!))).toBe(true);
    const done = await officer.submit(
      refused,
      'save',
      {},
      Buffer.from(`${template.split('\r\n')[0]}\r\nreturned_cases,2026-Q1,12,,,,,\r\n`),
    );
    expect(done.words).toContain('The figures are submitted');
    expect(done.words).toContain('January to March 2026');
  });

  it.each<[string, Buffer, number, string]>([
    ['no file', Buffer.from(''), 422, 'Choose the file with the figures'],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]), 422, 'must be text in UTF-8'],
    ['a header alone', Buffer.from('indicator_code,period,value\n'), 422, 'has a header and no rows'],
    ['something else', Buffer.from('hello\n'), 422, 'indicator_code'],
    ['too much', Buffer.alloc(200_000, 'a'), 413, 'At most 100,000 bytes'],
  ])('refuse %s in the place of figures', async (_what, file, status, says) => {
    const page = await officer.submit(await officer.get('/work/figures/new'), 'save', {}, file);
    expect(page.status).toBe(status);
    expect(page.words).toContain(says);
  });

  it('lead work from a draft to the public and back again, without scripts', async () => {
    const reviewer = await Visitor.signedIn(server, provider, REVIEWER);
    const tasks = await officer.get('/work');
    expect(tasks.words).toMatch(/Report on 12b Know the local population Due 31 January 2020/);
    const draft = await officer.submit(await officer.get('/work/recommendations/12b/report'), 'save', REPORT);
    const address = draft.address.split('?')[0]!;
    const wrong = await officer.submit(await officer.get(`${address}/evidence`), 'add', {
      title: 'Minutes',
      kind: 'MINUTES',
      url: 'javascript:alert(1)',
    });
    expect(problems(wrong)).toEqual([expect.stringMatching(/^“Address on the web” must be an address on the web/)]);
    await officer.submit(wrong, 'add', { title: 'Minutes', kind: 'MINUTES', url: 'https://example.org/m.pdf' });
    const two = await officer.submit(await officer.get(`${address}/evidence`), 'add', {
      title: 'Figures',
      kind: 'DATASET',
    });
    expect(two.words).toContain('The evidence is added');
    const one = await officer.submit(two, 'removeEvidence', { index: '1' });
    expect([
      one.text.includes('Minutes'),
      elements(one.text, 'li').some((item) => textOf(item).includes('Figures of')),
    ]).toEqual([true, false]);
    expect((await officer.submit(one, 'submit')).words).toContain('The report is submitted');
    const queue = await reviewer.get('/work/reports?organisation=E08000004');
    expect(queue.text).toContain(address);
    expect(queue.words).toContain('Less than a day');
    const review = await reviewer.get(address);
    expect(review.words).toContain('Nothing has been published of it before');
    expect(problems(await reviewer.submit(review, 'return', { note: ' ' }))).toEqual(['Enter what has to be mended']);
    expect((await reviewer.submit(review, 'return', { note: 'Which wards?' })).words).toContain(
      'is returned to its organisation',
    );
    const returned = await officer.get('/work');
    expect(returned.words).toMatch(/Report on 12b.*Returned/);
    const mended = await officer.submit(await officer.get(`${address}/edit`), 'save', {
      ...REPORT,
      summary: 'St Mary’s and Coldhurst.',
    });
    expect(mended.words).toContain('Which wards?');
    await officer.submit(mended, 'submit');
    const approved = await reviewer.submit(await reviewer.get(address), 'approve');
    expect(approved.words).toContain('The report is approved');
    const verified = await reviewer.submit(approved, 'verify', {
      verdict: 'CONFIRMED',
      verifiedRag: 'GREEN',
      evidenceStrength: 'DOCUMENTED',
    });
    expect(verified.words).toContain('What you found is on record');
    const publicPage = async (): Promise<string> => (await officer.get('/recommendations/12b?show=reported')).words;
    expect(await publicPage()).not.toContain('Coldhurst');
    const published = await reviewer.submit(verified, 'publish', { when: 'now' });
    expect(published.words).toContain('The report is published. Everyone sees it now.');
    expect(await publicPage()).toContain('St Mary’s and Coldhurst.');
    // The next report stands beside it.
    const next = await officer.submit(await officer.get(`${address}/correct`), 'save', {
      ...REPORT,
      summary: 'Coldhurst alone.',
    });
    await officer.submit(next, 'submit');
    const beside = await reviewer.get(next.address.split('?')[0]!);
    expect(beside.words).toMatch(/Published last ?St Mary’s and Coldhurst\. Proposed ?Coldhurst alone\./);
    expect(beside.words).toContain('It corrects a report that was published');
  });

  it('lead figures from a file to the public', async () => {
    const reviewer = await Visitor.signedIn(server, provider, REVIEWER);
    const file = Buffer.from('indicator_code,period,value\nreturned_cases,2025-Q4,7\n');
    const sent = await officer.submit(await officer.get('/work/figures/new'), 'save', {}, file);
    const address = sent.address.split('?')[0]!;
    expect((await reviewer.get('/work/figures')).text).toContain(address);
    await reviewer.submit(await reviewer.get(address), 'return', { note: 'Count again.' });
    const amend = await officer.get(`${address}/amend`);
    expect(amend.words).toContain('Count again.');
    const again = Buffer.from('indicator_code,period,value\nreturned_cases,2025-Q4,8\n');
    expect((await officer.submit(amend, 'save', {}, again)).words).toContain('The figures are submitted');
    expect((await reviewer.submit(await reviewer.get(address), 'approve')).words).toContain('wait for the release');
    const releases = await reviewer.get('/work/releases');
    const released = await reviewer.submit(releases, 'release', { indicator: 'returned_cases', when: 'now' });
    expect(released.words).toContain('No figures wait for their release');
    expect((await officer.get('/indicators/returned_cases')).words).toMatch(/Oldham.*8/);
  });

  it('serve actions, and departments', async () => {
    const draft = await officer.submit(await officer.get('/work/actions/A1/report'), 'save', {
      ...REPORT,
      percentComplete: '40',
    });
    expect(draft.words).toContain('How much is done 40%');
    const official = await Visitor.signedIn(server, provider, OFFICIAL);
    expect((await official.get('/work')).status).toBe(200);
    const theirs = await official.submit(await official.get('/work/recommendations/7b/report'), 'save', REPORT);
    expect(theirs.words).toContain('Your draft is saved');
    expect((await official.get('/work/figures')).status).toBe(404);
    expect((await official.get('/work/actions/A1')).status).toBe(404);
  });
});
