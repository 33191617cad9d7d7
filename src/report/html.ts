/**
 * Markup for pages. Whatever is put into it is escaped; only markup made here goes in as it is. What a publisher or a
 * council wrote can so never become part of a page's code.
 */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

/** What can stand in markup. Nothing (null, undefined, false) leaves nothing behind. */
export type Content = Html | string | number | null | undefined | false | readonly Content[];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

/** A template of markup. Attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Html {
  return new Html(String.raw({ raw: strings }, ...contents.map(render)));
}

/**
 * Markup, style or script that this project's code or the charting library made, as it is. Never for anything that was
 * read from the register.
 */
export const asItIs = (markup: string): Html => new Html(markup);
