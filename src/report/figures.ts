import type { Indicator, Point } from './answers';
import { type Bar, bars, type Line, lines, type Spread, spreads } from './charts';
import { type Content, html, Html } from './html';
import { exact, limits, middleHalf, number, withUnit } from './words';

/** Charts with what they show in words, and with their figures in a table. */

interface Figure {
  /** Its own on the page. */
  id: string;
  chart: Html;
  /** What it shows, with the figures that matter: read out in its place. */
  says: string;
  table: { caption: string; columns: readonly string[]; rows: readonly (readonly Content[])[] };
}

function figure({ id, chart, says, table }: Figure): Html {
  return html`<figure>
    <div class="chart" role="img" aria-labelledby="${id}">${chart}</div>
    <figcaption id="${id}">${says}</figcaption>
    <details>
      <summary>Figures as a table<span class="unseen">: ${table.caption}</span></summary>
      ${plainTable(table)}
    </details>
  </figure>`;
}

/** A table whose first column names the rows. A wide one scrolls by itself, by keyboard too. */
export function plainTable({ caption, columns, rows }: Figure['table'], sortable = false): Html {
  const sides = columns.map((_, index) => rows.some((row) => isFigure(row[index])) && html` class="figures"`);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table${sortable && html` class="sortable"`}>
      <caption>${caption}</caption>
      <thead><tr>${columns.map((column, index) => html`<th scope="col" ${sides[index]}>${column}</th>`)}</tr></thead>
      <tbody>${rows.map(
        ([first, ...rest]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${rest.map((cell, index) => html`<td${sides[index + 1]}>${cell}</td>`)}
          </tr> `,
      )}</tbody>
    </table>
  </div>`;
}

const isFigure = (cell: Content): boolean =>
  Array.isArray(cell) ? isFigure((cell as Content[])[0]) : cell instanceof Html && cell.toString().startsWith('<data');

const listOf = new Intl.ListFormat('en-GB');

/** How many of each there are. */
export function countsFigure(id: string, title: string, columns: readonly string[], rows: readonly Bar[]): Html {
  return figure({
    id,
    chart: bars(rows),
    says: `${title}: ${listOf.format(rows.map(({ label, value, of }) => `${label} ${value.toLocaleString('en-GB')}${of === undefined ? '' : ` of ${of.toLocaleString('en-GB')}`}`))}.`,
    table: {
      caption: title,
      columns,
      rows: rows.map(({ label, value, of }) => [label, exact(value), ...(of === undefined ? [] : [exact(of)])]),
    },
  });
}

/** How the values of councils spread, by type, beside one value. */
export function spreadFigure(
  indicator: Indicator,
  rows: readonly Spread[],
  across?: { label: string; value: number },
): Html {
  const periods = new Set(rows.map(({ distribution }) => distribution.period.label));
  const [common] = periods.size === 1 ? periods : [];
  const spread = rows.map(({ label, distribution: each }) => {
    const counted = common === undefined ? `${each.count}, ${each.period.label}` : `${each.count}`;
    return each.count === 1
      ? `${label} (${counted}): ${number(each.median)}`
      : `${label} (${counted}): median ${number(each.median)}, middle half ${middleHalf(each)}, all ${number(each.minimum)} to ${number(each.maximum)}`;
  });
  const beside = across ? ` ${across.label}: ${withUnit(across.value, indicator)}.` : '';
  return figure({
    id: `spread-${indicator.code}`,
    chart: spreads(rows, across),
    says: `${indicator.name} among councils${common === undefined ? '' : ` (${common})`}, in ${indicator.unit}, with the number of councils that have a figure. ${spread.join('; ')}.${beside} The bar is the middle half of councils, the line in it the median, the whiskers the lowest and highest.`,
    table: {
      caption: `${indicator.name} among councils, in ${indicator.unit}`,
      columns: ['Type', 'Period', 'Councils', 'Lowest', 'Lower quartile', 'Median', 'Upper quartile', 'Highest'],
      rows: rows.map(({ label, distribution: each }) => [
        label,
        each.period.label,
        exact(each.count),
        exact(each.minimum),
        exact(each.lowerQuartile),
        exact(each.median),
        exact(each.upperQuartile),
        exact(each.maximum),
      ]),
    },
  });
}

/** What a place's figures were over time, beside another's. */
export function seriesFigure(indicator: Indicator, place: Line, other?: Line): Html {
  const points = [...place.points];
  const [first, last] = [points[0]!, points.at(-1)!];
  const values = points.map(({ value }) => value);
  const beside = other ? lastOf(indicator, other) : '';
  const isLimited = points.some(({ lower }) => lower !== null);
  const derived = points.some((point) => point.derived)
    ? ' Points before the council was founded are derived from its predecessors.'
    : '';
  const otherAt = new Map(other?.points.map((point) => [point.period.label, point]));
  return figure({
    id: `series-${indicator.code}`,
    chart: lines([place, other]),
    says: `${indicator.name} in ${place.label} over time, in ${indicator.unit}: from ${number(first.value)} (${first.period.label}) to ${number(last.value)} (${last.period.label}); lowest ${number(Math.min(...values))}, highest ${number(Math.max(...values))} of ${points.length} figures.${beside}${isLimited ? ' Upright lines are 95% confidence limits.' : ''}${derived}`,
    table: {
      caption: `${indicator.name} in ${place.label} over time, in ${indicator.unit}`,
      columns: ['Period', place.label, ...(isLimited ? ['95% limits'] : []), ...(other ? [other.label] : [])],
      rows: points.map((point) => [
        point.period.label,
        [exact(point.value), point.derived && ' (derived)'],
        ...(isLimited ? [limits(point)] : []),
        ...(other ? [valueAt(otherAt, point)] : []),
      ]),
    },
  });
}

const lastOf = (indicator: Indicator, { label, points }: Line): string => {
  const last = points.at(-1);
  return last ? ` ${label}: ${withUnit(last.value, indicator)} (${last.period.label}).` : '';
};

function valueAt(points: ReadonlyMap<string, Point>, { period }: Point): Content {
  const point = points.get(period.label);
  return point ? exact(point.value) : 'not published';
}
