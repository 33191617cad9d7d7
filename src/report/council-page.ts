import type { Assignment, Comparison, CouncilAnswer, IndicatorState } from './answers';
import { plainTable, seriesFigure, spreadFigure } from './figures';
import { html, type Html } from './html';
import { page, type Section } from './page';
import { progressFigures, reportedLine } from './progress-figures';
import {
  changeLine,
  citationSection,
  domainName,
  type Edition,
  indicatorBlock,
  methodSection,
  sourcesSection,
  standing,
} from './sections';
import {
  councilType,
  day,
  delivery,
  exact,
  exactOr,
  many,
  movement,
  NOT_PUBLISHED,
  phrase,
  rank,
  remark,
  verdict,
} from './words';

type Council = NonNullable<CouncilAnswer['council']>;

export interface CouncilReport extends Edition {
  council: Council;
  comparisons: readonly Comparison[];
}

export function councilPage(report: CouncilReport): string {
  const { council, state, comparisons } = report;
  const title = `State of Cohesion ${state.year}: ${council.name}`;
  return page({
    title,
    description: `What ${council.officialName} is asked to do by the Khan Review, what it has reported, and what the indicators of social cohesion say there, ${state.year}.`,
    opening: [facts(council), standing(report), noReports(council)],
    sections: [
      progressSection(council),
      overviewSection(report),
      indicatorsSection(report),
      gapsSection(report),
      methodSection(),
      sourcesSection(comparisons.map(({ indicator }) => indicator)),
      citationSection(title, report),
    ],
  });
}

function facts({ officialName, gssCode, type, region, policeForce, county, isCurrent, successors }: Council): Html {
  return html`<dl class="facts">
    <dt>Council</dt>
    <dd>${officialName} (${gssCode})</dd>
    <dt>Type</dt>
    <dd>${councilType(type)}${county && html`, under ${county.name}`}</dd>
    <dt>Region</dt>
    <dd>${region?.name ?? 'None'}</dd>
    <dt>Police force</dt>
    <dd>${policeForce?.name ?? 'None'}</dd>
    ${
      !isCurrent &&
      html`<dt>Abolished</dt>
        <dd>
          This council is no more. Its successors:
          ${successors.map(({ name, gssCode: code }) => `${name} (${code})`).join(', ') || 'none in the register'}.
        </dd>`
    }
  </dl>`;
}

function noReports({ progress, name, isCurrent }: Council): Html | false {
  return (
    isCurrent &&
    progress.reported === 0 &&
    html`<div class="notice">
      <p>
        <strong>${name} has not reported yet.</strong> That is no finding about its work: it may have done much or
        nothing. Nothing here is estimated in the place of a report.
      </p>
    </div>`
  );
}

function progressSection({ assignments: { nodes }, progress, isCurrent }: Council): Section {
  const asked = isCurrent
    ? html`<p>${reportedLine(progress)}</p>
        ${plainTable({
          caption: 'What the council is asked to do, and how far it is',
          columns: ['Recommendation', 'Response', 'Delivery status', 'Its own rating', "The Office's rating", 'Due'],
          rows: nodes.map((each) => [
            `${each.recommendation.code} ${each.recommendation.title}`,
            phrase(each.response),
            delivery(each.deliveryStatus),
            phrase(each.selfRatedRag),
            phrase(each.verifiedRag),
            [each.dueOn === null ? 'no date' : day(each.dueOn), each.isOverdue && ' (overdue)'],
          ]),
        })}
        ${progress.reported > 0 && progressFigures(progress)}`
    : html`<p>Nothing is asked of a council that is no more.</p>`;
  return { id: 'progress', heading: 'Progress', content: [asked, activities(nodes)] };
}

function activities(assignments: readonly Assignment[]): Html | false {
  const published = assignments.flatMap(({ recommendation, publishedActivities }) =>
    publishedActivities.map((activity) => ({ ...activity, recommendation })),
  );
  return (
    published.length > 0 &&
    html`<h3>Published elsewhere</h3>
      <p>
        What the council has written of its own work elsewhere. It has not been reported to the Office, and changes no
        status.
      </p>
      <ul>
        ${published.map(
          ({ title, summary, year, stage, source, recommendation }) =>
            html`<li>
              <strong>${title}</strong> (${year}, ${phrase(stage).toLowerCase()}; recommendation
              ${recommendation.code}). ${summary} Source: ${source}.
            </li>`,
        )}
      </ul>`
  );
}

function overviewSection({ comparisons, council }: CouncilReport): Section {
  return {
    id: 'overview',
    heading: 'Indicators at a glance',
    content: html`<p>
        Rank 1 is the best value, or the highest where there is no better or worse. Its type:
        ${councilType(council.type)}. Its neighbours: the councils statistically most like it.
      </p>
      ${plainTable(
        {
          caption: `Indicators of ${council.name}`,
          columns: [
            'Indicator',
            'Period',
            council.name,
            'England',
            'Region',
            'Rank among its type',
            'Rank among neighbours',
            'Change',
          ],
          rows: comparisons.map(({ indicator, latest, england, region, amongType, amongNeighbours, change }) => [
            `${indicator.name} (${indicator.unit})`,
            latest?.period.label ?? 'none',
            exactOr(latest?.value, 'no figure'),
            exactOr(england?.value, NOT_PUBLISHED),
            exactOr(region?.value, NOT_PUBLISHED),
            rank(amongType),
            rank(amongNeighbours),
            [verdict(change), movement(change) && `: ${movement(change)}`],
          ]),
        },
        true,
      )}`,
  };
}

function indicatorsSection({ comparisons, council, state }: CouncilReport): Section {
  const england = new Map(
    state.domains.flatMap(({ indicators }) => indicators).map((each) => [each.indicator.code, each]),
  );
  const domains = [...new Set(comparisons.map(({ indicator }) => indicator.domain))];
  return {
    id: 'indicators',
    heading: 'Indicators by domain',
    content: domains.map(
      (domain) =>
        html`<h3>${domainName(domain)}</h3>
          ${comparisons
            .filter(({ indicator }) => indicator.domain === domain)
            .map((each) => indicatorOfCouncil(council, each, england.get(each.indicator.code)))}`,
    ),
  };
}

function indicatorOfCouncil(council: Council, comparison: Comparison, england: IndicatorState | undefined): Html {
  const { indicator, latest, laterGap, reason, amongType, amongNeighbours, change, series, trend } = comparison;
  const figure = latest
    ? html`<p>
        ${council.name}: <strong>${exact(latest.value)}</strong> ${indicator.unit}
        (${latest.period.label}${remark(latest)})${
          latest.lower !== null &&
          latest.upper !== null &&
          html`, 95% limits ${exact(latest.lower)} to ${exact(latest.upper)}`
        }.
        England: ${exactOr(comparison.england?.value, NOT_PUBLISHED)}. Region:
        ${exactOr(comparison.region?.value, NOT_PUBLISHED)}.
      </p>`
    : html`<p>${council.name}: no figure. ${reason}</p>`;
  const { distribution } = amongType;
  const points = england?.series ?? [];
  return indicatorBlock(
    indicator,
    [
      figure,
      laterGap && html`<p>No figure for ${laterGap.period.label}: ${laterGap.missingReason}</p>`,
      html`<p>
        Among councils of its type: ${rank(amongType)}. Among its statistical neighbours: ${rank(amongNeighbours)}.
        ${amongType.reason}
      </p>`,
      changeLine(change),
      trend.direction !== 'NOT_ENOUGH_POINTS' && html`<p>Trend: ${phrase(trend.direction).toLowerCase()}.</p>`,
    ],
    [
      latest &&
        distribution &&
        spreadFigure(indicator, [{ label: `${councilType(council.type)} councils`, distribution }], {
          label: council.name,
          value: latest.value,
        }),
      series.length > 1 &&
        seriesFigure(
          indicator,
          { label: council.name, points: series },
          points.length > 1 ? { label: 'England', points } : undefined,
        ),
    ],
  );
}

function gapsSection({ comparisons, state, council }: CouncilReport): Section {
  const measured = new Set(comparisons.map(({ indicator }) => indicator.code));
  const never = state.domains
    .flatMap(({ indicators }) => indicators)
    .filter(({ indicator }) => !measured.has(indicator.code))
    .map(({ indicator }) => [indicator.name, 'No figure of this council is in the register.']);
  const gone = comparisons.flatMap(({ indicator, latest, laterGap, reason }) =>
    latest === null
      ? [[indicator.name, reason]]
      : laterGap
        ? [[indicator.name, `${laterGap.period.label}: ${laterGap.missingReason}`]]
        : [],
  );
  const rows = [...never, ...gone];
  const unreported = council.progress.notReported;
  return {
    id: 'gaps',
    heading: 'Gaps',
    content: html`<p>
        ${many(unreported, 'recommendation')} of ${council.progress.dutyBearers} asked of the council not reported on.
      </p>
      ${rows.length > 0 ? plainTable({ caption: 'Indicators without a figure', columns: ['Indicator', 'Why'], rows }) : html`<p>Every indicator has a figure.</p>`}`,
  };
}
