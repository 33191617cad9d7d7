import type { CouncilRow, IndicatorState, NationalAnswer, RecommendationRow, State } from './answers';
import { countsFigure, plainTable, seriesFigure, spreadFigure } from './figures';
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
import { councilType, day, exact, many, remark } from './words';

export interface NationalReport extends Edition {
  answer: NationalAnswer;
  recommendations: readonly RecommendationRow[];
  councils: readonly CouncilRow[];
}

export function nationalPage(report: NationalReport): string {
  const { state } = report;
  const title = `State of Cohesion ${state.year}: England`;
  return page({
    title,
    description: `How far the recommendations of the Khan Review have come in England, and what the indicators of social cohesion say, ${state.year}.`,
    opening: [standing(report), noReports(state)],
    sections: [
      nationalPicture(report),
      indicatorsSection(state),
      councilsSection(report),
      gapsSection(report),
      methodSection(),
      sourcesSection(indicatorsOf(state).map(({ indicator }) => indicator)),
      citationSection(title, report),
    ],
  });
}

const indicatorsOf = ({ domains }: State): IndicatorState[] => domains.flatMap(({ indicators }) => indicators);

function noReports({ progress, councils }: State): Html | false {
  return (
    progress.reported === 0 &&
    html`<div class="notice">
      <p>
        <strong>Nobody has reported yet.</strong> None of the ${many(councils.councils, 'council')} and of the other
        bodies that the review asks to act has reported to the register, so it has no progress to show.
      </p>
      <p>
        That is no finding about their work: a body that has not reported may have done much or nothing. Nothing here is
        estimated in the place of a report.
      </p>
    </div>`
  );
}

function nationalPicture({ state, answer, recommendations }: NationalReport): Section {
  const { progress, progressBy } = answer.register;
  const { councils } = state;
  return {
    id: 'national',
    heading: 'National picture',
    content: html`<p>
        The review asks ${many(recommendations.length, 'thing')}; each is counted once for every body that it asks to
        act. ${reportedLine(progress)}
      </p>
      <dl class="numbers">
        <div>
          <dt>asked of bodies in all</dt>
          <dd>${exact(progress.dutyBearers)}</dd>
        </div>
        <div>
          <dt>reported on</dt>
          <dd>${exact(progress.reported)}</dd>
        </div>
        <div>
          <dt>not reported</dt>
          <dd>${exact(progress.notReported)}</dd>
        </div>
        <div>
          <dt>overdue</dt>
          <dd>${exact(progress.overdue)}</dd>
        </div>
        <div>
          <dt>of ${exact(councils.councils)} councils have reported</dt>
          <dd>${exact(councils.reported)}</dd>
        </div>
        <div>
          <dt>councils have not reported</dt>
          <dd>${exact(councils.notReported)}</dd>
        </div>
      </dl>
      ${progressFigures(progress)}
      <h3>By region</h3>
      ${countsFigure(
        'counts-regions',
        'Reported, of what is asked, by region',
        ['Region', 'Reported', 'Asked'],
        progressBy.map(({ label, progress: { reported, dutyBearers } }) => ({
          label: label === 'None' ? 'Bodies of no region' : label,
          value: reported,
          of: dutyBearers,
        })),
      )}
      <h3>By recommendation</h3>
      ${plainTable(
        {
          caption: 'Progress on each recommendation',
          columns: ['Recommendation', 'Due', 'Bodies asked', 'Reported', 'Not reported', 'Overdue'],
          rows: recommendations.map((each) => [
            `${each.code} ${each.title}`,
            each.dueOn === null ? 'no date' : html`<time datetime="${each.dueOn}">${day(each.dueOn)}</time>`,
            exact(each.progress.dutyBearers),
            exact(each.progress.reported),
            exact(each.progress.notReported),
            exact(each.progress.overdue),
          ]),
        },
        true,
      )}`,
  };
}

function indicatorsSection({ domains, figuresUntil }: State): Section {
  return {
    id: 'indicators',
    heading: 'Indicators by domain',
    content: domains.map(
      ({ domain, indicators }) =>
        html`<h3>${domainName(domain)}</h3>
          ${indicators.map((each) => indicatorOfEngland(each, figuresUntil))}`,
    ),
  };
}

function indicatorOfEngland(state: IndicatorState, until: string): Html {
  const { indicator, england, change, series, distributions, councilsWithFigure, councilsWithoutFigure } = state;
  const figure = england
    ? html`<p>
          England: <strong>${exact(england.value)}</strong> ${indicator.unit}
          (${england.period.label}${remark(england)})${
            england.lower !== null &&
            england.upper !== null &&
            html`, 95% limits ${exact(england.lower)} to ${exact(england.upper)}`
          }.
          ${england.note}
        </p>
        ${changeLine(change)}`
    : html`<p>
        England: no figure is published of a period that had ended by
        ${day(until)}.${distributions.length > 0 && ' What councils have is shown, and is not averaged.'}
      </p>`;
  const coverage = html`<p>
    Councils with a figure: ${exact(councilsWithFigure)}; without: ${exact(councilsWithoutFigure)}.
  </p>`;
  const spread = distributions.map(({ type, distribution }) => ({ label: councilType(type), distribution }));
  return indicatorBlock(
    indicator,
    [figure, coverage],
    [
      spread.length > 0 &&
        spreadFigure(indicator, spread, england ? { label: 'England', value: england.value } : undefined),
      series.length > 1 && seriesFigure(indicator, { label: 'England', points: series }),
    ],
  );
}

function councilsSection({ councils }: NationalReport): Section {
  return {
    id: 'councils',
    heading: 'Councils',
    content: html`<p>
        Every council there is now, ${councils.length} in all, by name. Each row can be read by itself; the headings
        sort the table where scripts run.
      </p>
      ${plainTable(
        {
          caption: 'Progress of every council',
          columns: [
            'Council',
            'GSS code',
            'Type',
            'Region',
            'Asked',
            'Reported',
            'Not reported',
            'Overdue',
            'Responses given',
            'Last report',
          ],
          rows: councils.map(({ code, council: { name, type, region }, progress }) => [
            name,
            code,
            councilType(type),
            region?.name ?? 'None',
            exact(progress.dutyBearers),
            exact(progress.reported),
            exact(progress.notReported),
            exact(progress.overdue),
            exact(
              progress.byResponse.reduce(
                (sum, { response, count }) => sum + (response === 'NO_RESPONSE' ? 0 : count),
                0,
              ),
            ),
            progress.lastReportedAt === null
              ? 'Not reported'
              : html`<time datetime="${progress.lastReportedAt}">${day(progress.lastReportedAt)}</time>`,
          ]),
        },
        true,
      )}`,
  };
}

function gapsSection({ answer, state, recommendations, councils }: NationalReport): Section {
  const {
    prioritiesWithoutLiveAction: priorities,
    recommendationsWithoutResponse,
    recommendationsWithoutReport,
  } = answer.gaps;
  const asked = recommendations.length;
  const silent = councils.filter(({ progress }) => progress.reported === 0);
  return {
    id: 'gaps',
    heading: 'Reporting gaps',
    content: html`<ul>
        <li>${recommendationsWithoutResponse.totalCount} of ${asked} recommendations have been answered by nobody.</li>
        <li>${recommendationsWithoutReport.totalCount} of ${asked} recommendations have been reported on by nobody.</li>
        <li>
          ${silent.length} of ${many(councils.length, 'council')} have not
          reported${silent.length > 0 && silent.length <= 40 && html`: ${silent.map(({ council }) => council.name).join(', ')}`}.
        </li>
        <li>
          ${
            priorities.nodes.length === 0
              ? 'Every strategic priority is served by a live action.'
              : html`${many(priorities.nodes.length, 'strategic priority', 'strategic priorities')} served by no live
                  action:
                  <ul>
                    ${priorities.nodes.map(({ code, title }) => html`<li>${code} ${title}</li>`)}
                  </ul>`
          }
        </li>
      </ul>
      <h3>Indicators without figures</h3>
      ${plainTable(
        {
          caption: 'For how many councils each indicator has no figure',
          columns: ['Indicator', 'Latest for England', 'Councils with a figure', 'Councils without'],
          rows: indicatorsOf(state).map(({ indicator, england, councilsWithFigure, councilsWithoutFigure }) => [
            indicator.name,
            england ? england.period.label : 'not published',
            exact(councilsWithFigure),
            exact(councilsWithoutFigure),
          ]),
        },
        true,
      )}`,
  };
}
