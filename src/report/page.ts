import { createHash } from 'node:crypto';
import { asItIs, type Content, html } from './html';
import { SORTING } from './sorting';
import { STYLE } from './style';

interface Page {
  title: string;
  /** What the page says, in a sentence. */
  description: string;
  sections: readonly Section[];
  /** What stands before the sections, under the heading. */
  opening: Content;
}

export interface Section {
  id: string;
  heading: string;
  content: Content;
}

/** Style and script go in as they are; the policy names the script by its digest and lets the page fetch nothing. */
const POLICY = [
  `default-src 'none'`,
  `style-src 'unsafe-inline'`,
  `img-src data:`,
  `script-src 'sha256-${createHash('sha256').update(SORTING).digest('base64')}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

/** A whole page in one file, that needs nothing else to be read. */
export function page({ title, description, opening, sections }: Page): string {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description}" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${asItIs(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header><p>The social cohesion register</p></header>
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${opening}
          <nav aria-labelledby="contents">
            <h2 id="contents">Contents</h2>
            <ol>
              ${sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
            </ol>
          </nav>
          ${sections.map(
            ({ id, heading, content }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${heading}</h2>
                ${content}
              </section> `,
          )}
        </main>
        <footer><p>${title}. ${description}</p></footer>
        ${asItIs(`<script>${SORTING}</script>`)}
      </body>
    </html> `.toString();
}
