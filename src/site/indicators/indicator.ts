import { councilType, limits, number, withUnit } from '../../report/words';
import type { Indicator as Measured } from '../../report/answers';
import { NothingThere, REGISTER, type RegisterAnswer, sitePage } from '../site-page';
import { type Column, tableView } from '../table';
import { HEXAGON, hexMap } from './hex-map';

interface Figure {
  value: number | null;
  lower: number | null;
  upper: number | null;
  marker: string | null;
  missingReason: string | null;
  period: { label: string };
}

interface Observed {
  observations: { nodes: Figure[] };
}

interface Answer extends RegisterAnswer {
  indicator:
    (Measured & { seriesBreaks: { startsOn: string | null; reason: string }[]; distribution: Spread | null }) | null;
  england: Observed | null;
  regions: { nodes: (Observed & { code: string; name: string; councils: { nodes: CouncilFigure[] } })[] };
  policeForces: { nodes: (Observed & { code: string; name: string })[] };
}

interface Spread {
  count: number;
  minimum: number;
  median: number;
  maximum: number;
  period: { label: string };
}

interface CouncilFigure extends Observed {
  gssCode: string;
  name: string;
  type: string;
  latitude: number | null;
  longitude: number | null;
}

const OBSERVED = `observations(filter: { indicators: [$code], latestOnly: true }, first: 1) {
  nodes { value lower upper marker missingReason period { label } }
}`;

const query = `query Indicator($code: String!) {
  ${REGISTER}
  indicator(code: $code) {
    code name domain description unit direction source licence limitations derived
    seriesBreaks { startsOn reason }
    distribution { count minimum median maximum period { label } }
  }
  england: area(code: "E92000001") { ${OBSERVED} }
  regions(first: 20) {
    nodes { code name ${OBSERVED} councils(first: 100) { nodes { gssCode name type latitude longitude ${OBSERVED} } } }
  }
  policeForces(first: 100) { nodes { code name ${OBSERVED} } }
}`;

interface Row {
  code: string;
  name: string;
  type: string;
  region: string | null;
  isCouncil: boolean;
  figure: Figure | undefined;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    name: 'place',
    heading: 'Place',
    value: ({ name }) => name,
    href: ({ code, isCouncil }) => (isCouncil ? `/councils/${code}` : null),
  },
  { name: 'code', heading: 'Code', value: ({ code }) => code, onlyCsv: true },
  {
    name: 'value',
    heading: 'Figure',
    value: ({ figure }) => figure?.value ?? null,
    text: ({ figure }) => figureText(figure),
    isNumber: true,
  },
  {
    name: 'lower',
    heading: '95% limits',
    value: ({ figure }) => figure?.lower ?? null,
    text: ({ figure }) => (figure && figure.value !== null ? limits(figure) : ''),
    isNumber: true,
  },
  { name: 'upper', heading: 'Upper limit', value: ({ figure }) => figure?.upper ?? null, onlyCsv: true },
  { name: 'period', heading: 'Period', value: ({ figure }) => figure?.period.label ?? null },
  { name: 'marker', heading: 'Marker', value: ({ figure }) => figure?.marker ?? null },
  { name: 'type', heading: 'Type', value: ({ type }) => type },
  { name: 'region', heading: 'Region', value: ({ region }) => region },
  { name: 'missing_reason', heading: 'Why none', value: ({ figure }) => figure?.missingReason ?? null, onlyCsv: true },
];

const figureText = (figure: Figure | undefined): string =>
  figure === undefined
    ? 'No figure'
    : figure.value === null
      ? (figure.missingReason ?? 'No figure')
      : number(figure.value);

const figureOf = ({ observations }: Observed): Figure | undefined => observations.nodes[0];

/** The councils; or the police force areas, where it is they that are measured. */
function rowsOf({ regions, policeForces }: Answer): Row[] {
  const councils = regions.nodes.flatMap((region) =>
    region.councils.nodes.map((council) => ({
      code: council.gssCode,
      name: council.name,
      type: councilType(council.type),
      region: region.name,
      isCouncil: true,
      figure: figureOf(council),
    })),
  );
  if (councils.some(({ figure }) => figure !== undefined)) return councils;
  return policeForces.nodes.map((force) => ({
    code: force.code,
    name: force.name,
    type: 'Police force area',
    region: null,
    isCouncil: false,
    figure: figureOf(force),
  }));
}

const byName = new Intl.Collator('en-GB');

export const indicator = sitePage<Answer, Row>({
  path: '/indicators/:code',
  query,
  variables: (asked) => ({ code: asked.part('code') }),
  template: 'site/indicators/indicator.njk',
  values: (answer, asked) => {
    const { indicator: found, register, regions, england } = answer;
    if (!found) throw new NothingThere();
    const rows = rowsOf(answer).sort((one, other) => byName.compare(one.name, other.name));
    const isOfCouncils = rows[0]?.isCouncil ?? false;
    const ofEngland = england && figureOf(england);
    const spread = found.distribution;
    return {
      title: found.name,
      description: `${found.description}, in every council of England.`,
      breadcrumbs: [
        { text: 'Home', href: '/' },
        { text: 'Indicators', href: '/indicators' },
      ],
      register,
      indicator: found,
      england: ofEngland?.value == null ? '' : `${withUnit(ofEngland.value, found)} (${ofEngland.period.label})`,
      spread: spread
        ? `${spread.count} councils with a figure (${spread.period.label}): from ${number(spread.minimum)} to ${number(spread.maximum)}, median ${number(spread.median)}.`
        : '',
      elsewhen: spread
        ? rows.filter(({ figure }) => figure?.value != null && figure.period.label !== spread.period.label).length
        : 0,
      map: isOfCouncils
        ? hexMap(
            regions.nodes.flatMap(({ councils }) =>
              councils.nodes.flatMap((council) => {
                const { gssCode: code, name, type, latitude, longitude } = council;
                if (latitude === null || longitude === null) return [];
                const figure = figureOf(council);
                const text = figureText(figure);
                const says =
                  figure && figure.value !== null ? `${withUnit(figure.value, found)} (${figure.period.label})` : text;
                return {
                  code,
                  name,
                  latitude,
                  longitude,
                  isCounty: type === 'COUNTY',
                  value: figure?.value ?? null,
                  says,
                };
              }),
            ),
          )
        : null,
      hexagon: HEXAGON,
      table: tableView(
        { id: 'places', caption: `${found.name}, in ${found.unit}, latest of each place`, columns: COLUMNS, rows },
        asked,
      ),
    };
  },
  csv: {
    name: (asked) => `indicator-${asked.part('code').replace(/\W/g, '')}`,
    columns: COLUMNS,
    rows: (answer) => {
      if (!answer.indicator) throw new NothingThere();
      return rowsOf(answer);
    },
  },
});
