import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { explorerLink } from '../explorer/explorer-link';
import type { Viewer } from '../identity/viewer';
import type { Asked } from '../site/asked';
import { many } from '../report/words';
import { pageHeaders, renderPage } from '../web/page';
import type { Caller } from './caller';
import type { Problem } from './fields';
import type { AnyWorkPage } from './work-page';
import './words';

/** A form that was sent and not done: as it was filled in, with what is wrong. */
export interface FailedForm {
  name: string;
  fields: Readonly<Record<string, string>>;
  problems: readonly Problem[];
  key: string;
  version: string;
}

interface Work {
  page: AnyWorkPage;
  caller: Caller;
  asked: Asked;
  answer: unknown;
  failed?: FailedForm;
  status?: number;
}

/** The parts of the work, for who may be there. */
function partsFor({ view }: Viewer): { text: string; href: string }[] {
  return [
    { text: 'My tasks', href: '/work' },
    { text: view === 'OFFICE' ? 'Review reports' : 'Reports', href: '/work/reports' },
    ...(view === 'GOVERNMENT'
      ? []
      : [{ text: view === 'OFFICE' ? 'Review figures' : 'Figures', href: '/work/figures' }]),
    ...(view === 'OFFICE' ? [{ text: 'Release figures', href: '/work/releases' }] : []),
    { text: 'Public register', href: '/' },
  ];
}

/** Answers with a page of somebody's work. Nobody keeps it: not the browser, not what lies between, not this server. */
export function sendWork(
  request: FastifyRequest,
  reply: FastifyReply,
  { page, caller, asked, answer, failed, status = 200 }: Work,
): FastifyReply {
  const { viewer } = caller;
  const at = { asked, viewer };
  const values = page.values(answer, at);
  const rows = (failed?.problems ?? []).filter(({ row }) => row !== undefined);
  const problems = [...(failed?.problems ?? []).filter(({ row }) => row === undefined), ...inRows(rows.length)];
  const forms = Object.entries(page.forms ?? {}).map(([name, form]) => {
    const isFailed = failed?.name === name;
    const state = {
      name,
      key: isFailed ? failed.key : randomUUID(),
      version: isFailed ? failed.version : form.version ? String(form.version(answer)) : '',
      fields: isFailed ? failed.fields : (form.initial?.(answer, at) ?? {}),
      // Of several things that are wrong with a field, all are said above and the first beside it.
      errors: Object.fromEntries(isFailed ? [...problems].reverse().map(({ field, text }) => [field, text]) : []),
    };
    return [name, state] as const;
  });
  const done = asked.one('done');
  const html = renderPage(request, {
    template: page.template,
    values: {
      backLink: '',
      ...values,
      forms: Object.fromEntries(forms),
      problems: problems.map(({ field, text }) => ({
        text,
        // A day is three fields, of which the first is led to.
        href: field && `#${field}${failed!.fields[`${field}-day`] === undefined ? '' : '-day'}`,
      })),
      rowProblems: rows.map(({ row, text }) => ({ ...row, text })),
      done: failed || done === undefined ? '' : (page.done?.(answer, done) ?? ''),
      path: asked.path,
      mostBytes: caller.mostBytes.toLocaleString('en-GB'),
      work: workOf(caller, asked.path),
      source: explorerLink(page.query(viewer), page.variables?.(at) ?? {}),
    },
  });
  return reply.status(status).headers(pageHeaders()).type('text/html; charset=utf-8').send(html);
}

/** The rows of a file are told in a table, and above it how many. */
const inRows = (count: number): Problem[] =>
  count === 0
    ? []
    : [
        {
          field: 'file',
          text: `${many(count, 'thing is', 'things are')} wrong with the file, so nothing of it was taken`,
        },
      ];

const workOf = (caller: Caller, path: string) => ({
  name: caller.name,
  organisation: caller.viewer.organisation!.name,
  formToken: caller.formToken,
  parts: partsFor(caller.viewer).map((part) => ({
    ...part,
    current: part.href === path,
    active: part.href !== '/work' && path.startsWith(`${part.href}/`),
  })),
});

/** Says what is wrong with a request as a whole. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  { title, message, status }: { title: string; message: string; status: number },
): FastifyReply {
  const { caller } = request;
  const html = renderPage(request, {
    template: 'workspace/problem.njk',
    values: {
      title,
      message,
      layout: caller ? 'workspace/layout.njk' : 'web/layout.njk',
      ...(caller && { work: workOf(caller, ''), problems: [], done: '', backLink: '', source: '' }),
    },
  });
  return reply.status(status).headers(pageHeaders()).type('text/html; charset=utf-8').send(html);
}
