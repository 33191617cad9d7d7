import MarkdownIt, { type Token } from 'markdown-it';
import { explorerLink } from '../explorer/explorer-link';

// eslint-disable-next-line redos/no-vulnerable -- of the project's own documents
const HTML_COMMENT = /<!--.*?-->/gs;

/**
 * Turns a document of the project into markup. Markup in a document stays text; links to other documents lead to their
 * pages; a query can be opened in the explorer.
 */
export function renderMarkdown(text: string): string {
  return markdown.render(text.replace(HTML_COMMENT, ''));
}

/** Turns a description of the schema, a line or two in the same language, into markup. */
export const renderDescription = (text: string): string => markdown.renderInline(text);

/** The first heading of a document, and the rest. */
export function takeTitle(text: string): { title: string; rest: string } {
  const [heading = '', ...rest] = text.split('\n');
  return { title: heading.replace(/^# /, ''), rest: rest.join('\n') };
}

/** What a heading is linked by: its words. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const CLASSES: Record<string, string> = {
  p: 'govuk-body',
  h1: 'govuk-heading-l',
  h2: 'govuk-heading-m',
  h3: 'govuk-heading-s',
  h4: 'govuk-heading-s',
  ul: 'govuk-list govuk-list--bullet',
  ol: 'govuk-list govuk-list--number',
  a: 'govuk-link',
  table: 'govuk-table',
  thead: 'govuk-table__head',
  tbody: 'govuk-table__body',
  tr: 'govuk-table__row',
  th: 'govuk-table__header',
  td: 'govuk-table__cell',
};

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
const { rules } = markdown.renderer;

markdown.core.ruler.push('pages', ({ tokens }) => {
  const seen = new Map<string, number>();
  tokens.forEach((token, index) => {
    for (const each of [token, ...(token.children ?? [])]) {
      const classes = each.nesting >= 0 && CLASSES[each.tag];
      if (classes) each.attrJoin('class', classes);
    }
    leadToPages(token.children ?? []);
    if (token.type !== 'heading_open') return;
    const id = slug(tokens[index + 1]!.content);
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    token.attrSet('id', times === 0 ? id : `${id}-${times}`);
  });
});

/** Has links between documents lead to their pages; what has none, such as a file of the code, is named and not linked. */
function leadToPages(tokens: Token[]): void {
  let isLink = true;
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const page = pageOf(String(token.attrGet('href')));
      isLink = /^(https?:|[/#])/.test(page);
      if (isLink) token.attrSet('href', page);
      else [token.tag, token.attrs] = ['span', null];
    } else if (token.type === 'link_close' && !isLink) {
      token.tag = 'span';
    }
  }
}

/** Where a link between documents leads on the site: docs/notices.md is /docs/notices. */
function pageOf(href: string): string {
  const document = /^(?:\.\.\/)?(?:docs\/)?([\w-]+)\.md(#.*)?$/.exec(href);
  if (document) return `/docs/${document[1]!.toLowerCase()}${document[2] ?? ''}`;
  const schema = /^(?:\.\.\/)?schema\/(?:(\w+)\.graphql)?$/.exec(href);
  return schema ? `/docs/reference/${schema[1] ?? 'public'}` : href;
}

const region = (label: string): string =>
  `<div class="register-scroll" tabindex="0" role="region" aria-label="${label}">`;

rules['table_open'] = (tokens, index, options, _environment, self) => {
  const before = tokens.slice(0, index + 1).filter(({ type }) => type === 'table_open').length;
  return region(`Table ${before}`) + self.renderToken(tokens, index, options);
};
rules['table_close'] = () => '</table></div>\n';

rules['fence'] = (tokens, index) => {
  const { info, content } = tokens[index]!;
  const [language, view = 'public'] = info.split(' ');
  const listing = `<pre class="register-code" tabindex="0"><code>${markdown.utils.escapeHtml(content)}</code></pre>\n`;
  if (language !== 'graphql') return listing;
  const link = markdown.utils.escapeHtml(explorerLink(content));
  const needs = view === 'public' ? '' : ` It needs a token of the ${view} view.`;
  return `${listing}<p class="govuk-body-s"><a class="govuk-link" href="${link}">Open this in the explorer</a>.${needs}</p>\n`;
};
