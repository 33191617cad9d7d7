import type { Change, Indicator, State } from './answers';
import { type Content, html, type Html } from './html';
import type { Section } from './page';
import { plainTable } from './figures';
import { day, direction, moment, movement, phrase, verdict } from './words';

/** What the pages of the nation and of a council have in common. */

export interface Edition {
  state: State;
  /** Of the register when the page was made. */
  revision: number;
  publishedAt: string | null;
  madeAt: Date;
}

/** What the page tells of, to the day and the revision. */
export function standing({ state, revision, publishedAt, madeAt }: Edition): Html {
  const since = state.registerSince;
  const late = state.isComplete && since !== null && since > state.figuresUntil;
  return html`<dl class="facts">
    <dt>Figures</dt>
    <dd>of periods that had ended by ${day(state.figuresUntil)}, as published when this page was made</dd>
    <dt>Progress</dt>
    <dd>
      as published by the end of
      ${day(state.progressOn)}${
        late &&
        html`: the register was first published on ${day(since)}, after the year, so there was nothing to count at the
        end of it`
      }
    </dd>
    <dt>Register</dt>
    <dd>revision ${revision}${publishedAt !== null && html`, published ${moment(publishedAt)}`}</dd>
    <dt>Made</dt>
    <dd><time datetime="${madeAt.toISOString()}">${moment(madeAt)}</time></dd>
    ${
      !state.isComplete &&
      html`<dt>Note</dt>
        <dd>${state.year} is not over: this is an interim report, and the one made after its end replaces it.</dd>`
    }
  </dl>`;
}

export const domainName = (domain: string): string => phrase(domain);

/** What an indicator measures, what may be said of its change, and what must be known before it is used. */
export function indicatorBlock(indicator: Indicator, lines: Content, figures: Content): Html {
  return html`<article class="indicator" aria-labelledby="indicator-${indicator.code}">
    <h4 id="indicator-${indicator.code}">${indicator.name}</h4>
    <p>${indicator.description}. Unit: ${indicator.unit}. ${direction(indicator.direction)}.</p>
    ${lines}
    <div class="charts">${figures}</div>
    ${indicator.limitations !== null && html`<p class="note"><strong>To know:</strong> ${indicator.limitations}</p>`}
    <p class="note">Source: ${indicator.source}. Licence: ${indicator.licence}.</p>
  </article> `;
}

export function changeLine(change: Change): Html {
  const moved = movement(change);
  return html`<p>
    Change: <strong>${verdict(change)}</strong>${moved && html`, ${moved}`}.
    ${change.reason}${change.derived && ' It rests on a figure derived from predecessors.'}
  </p>`;
}

const METHOD: readonly string[] = [
  'This page is made from the public GraphQL API of the register and shows nothing that the API does not answer: anybody can ask it the same, and the exact value of each figure stands in the page itself.',
  'Progress is counted on assignments: one recommendation for one body that it asks to act. What a body says (its response) and what has happened (its delivery status) are two things and are counted apart. Not reported is always a category of its own; it says nothing of what a body does. What a body has published elsewhere is shown where known and is no report.',
  'A change is called better or worse only where the direction of the indicator is known, the 95% confidence limits allow it and no series break lies between. Else it is no clear change, or, where no limits are published, changed with its significance unknown. An indicator that describes a place is context only: never better or worse.',
  'Only figures of periods as long that do not overlap are compared. Figures for England and for regions are those of the publisher, never averages of councils. Councils are laid beside councils of their own type; a county never stands beside its districts. Quartiles are interpolated (type 7 of Hyndman and Fan 1996). Where a figure is missing, the page says so.',
  'Figures are rounded for reading: two decimals below 10, one below 1,000, else none. Ranks are worked out before rounding; equal values share a rank. A rank says little where the confidence limits of councils overlap.',
];

export const methodSection = (): Section => ({
  id: 'method',
  heading: 'Method',
  content: METHOD.map((paragraph) => html`<p>${paragraph}</p>`),
});

export function sourcesSection(indicators: readonly Indicator[]): Section {
  return {
    id: 'sources',
    heading: 'Sources and licences',
    content: html`<p>
        Recommendations: Dame Sara Khan,
        <cite>The Khan Review: Threats to Social Cohesion and Democratic Resilience</cite>, 25 March 2024; their titles
        here are this project's own words. Figures keep the licences of their publishers, who must be named wherever the
        figures are shown.
      </p>
      ${plainTable({
        caption: 'Source and licence of every indicator',
        columns: ['Indicator', 'Code', 'Source', 'Licence'],
        rows: indicators.map(({ name, code, source, licence, derived }) => [
          name,
          code,
          [source, derived && ' (derived by this project)'],
          licence,
        ]),
      })}`,
  };
}

export function citationSection(title: string, { revision, madeAt }: Edition): Section {
  return {
    id: 'cite',
    heading: 'How to cite',
    content: html`<p>
      Social cohesion register, <cite>${title}</cite>, revision ${revision} of the register, made ${moment(madeAt)}.
      Name the publisher of each figure with it.
    </p>`,
  };
}
