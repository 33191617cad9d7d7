import { type EChartsOption, init } from 'echarts';
import { asItIs, type Html } from './html';
import type { Distribution, Point } from './answers';
import { number } from './words';

/**
 * Charts as SVG, drawn by ECharts on the server. They carry no meaning by colour alone: lines differ by dash and by name,
 * and every chart stands with its figures in words and in a table (see figures.ts).
 */

export const INK = '#1a1a1a';
export const FAINT = '#d0d0d0';
export const FIRST = '#1d5a9c';
export const SECOND = '#9c4a00';
export const FONT = { fontFamily: 'inherit', fontSize: 12, color: INK };
/** As wide as a small telephone shows it, so that the letters need not shrink. */
const WIDTH = 320;

export function draw(option: EChartsOption, height: number): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    // Nothing moves and nothing answers to a mouse: paper is as good.
    chart.setOption({ animation: false, textStyle: FONT, ...option });
    return asItIs(withoutStyles(chart.renderToSVGString()));
  } finally {
    chart.dispose();
  }
}

/** What ECharts says in style attributes, as attributes of SVG: a page's policy lets no style through. */
const withoutStyles = (svg: string): string =>
  svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => style.replace(/([\w-]+):([^;]*);?/g, ' $1="$2"'));

export const valueAxis = () => ({
  type: 'value' as const,
  scale: true,
  splitNumber: 3,
  axisLabel: { ...FONT, hideOverlap: true, formatter: (value: number) => number(value) },
  splitLine: { lineStyle: { color: FAINT } },
});

/** Names below each other, each in so many pixels. */
export const nameAxis = (names: readonly string[], width: number, overflow: 'break' | 'truncate') => ({
  type: 'category' as const,
  data: [...names],
  axisLine: { lineStyle: { color: FAINT } },
  axisTick: { show: false },
  axisLabel: { ...FONT, width, overflow, lineHeight: 13, interval: 0 },
});

export const yearAxis = () => ({
  type: 'value' as const,
  scale: true,
  splitNumber: 4,
  minInterval: 1,
  axisLabel: { ...FONT, hideOverlap: true, formatter: (year: number) => String(year) },
  axisLine: { show: true, lineStyle: { color: INK } },
  axisTick: { show: true },
  splitLine: { show: false },
});

type Place = [x: number, y: number];

/**
 * Strokes that do not touch, as one series with gaps: ECharts takes as long for a series of its own for each as for
 * hundreds of strokes in one.
 */
export const strokes = (ends: readonly [Place, Place][], color: string, width: number) => ({
  type: 'line' as const,
  silent: true,
  symbol: 'none' as const,
  lineStyle: { color, width },
  data: ends.flatMap(([from, to]) => [from, to, [NaN, NaN]]),
});

export interface Bar {
  label: string;
  value: number;
  /** What it is out of: the lighter part of the bar. */
  of?: number;
}

const countOf = ({ value, of }: Bar): string =>
  [value, ...(of === undefined ? [] : [of])].map((each) => each.toLocaleString('en-GB')).join(' of ');

/** Bars that lie, one for each thing that was counted, with the count at the end of each. */
export function bars(rows: readonly Bar[]): Html {
  const upward = [...rows].reverse();
  const option: EChartsOption = {
    grid: { left: 136, right: rows.some(({ of }) => of !== undefined) ? 68 : 48, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false, min: 0, max: Math.max(1, ...rows.map(({ value, of }) => of ?? value)) },
    yAxis: {
      ...nameAxis(
        upward.map(({ label }) => label),
        116,
        'break',
      ),
      axisLine: { lineStyle: { color: INK } },
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 14,
        barGap: '-100%',
        itemStyle: { color: '#f2f2f2', borderColor: '#767676', borderWidth: 1 },
        data: upward.map(({ value, of }) => of ?? value),
        label: {
          show: true,
          position: 'right',
          ...FONT,
          formatter: ({ dataIndex }) => countOf(upward[dataIndex]!),
        },
      },
      {
        type: 'bar',
        silent: true,
        barWidth: 14,
        z: 3,
        itemStyle: { color: FIRST },
        data: upward.map(({ value }) => value),
      },
    ],
  };
  return draw(option, rows.length * 32 + 8);
}

export interface Spread {
  label: string;
  distribution: Distribution;
}

/** For each group of councils, the range, the middle half and the median; and one value across them. */
export function spreads(rows: readonly Spread[], across?: { label: string; value: number }): Html {
  const upward = [...rows].reverse();
  const option: EChartsOption = {
    grid: { left: 136, right: 16, top: across ? 22 : 6, bottom: 26 },
    xAxis: valueAxis(),
    yAxis: nameAxis(
      upward.map(({ label }) => label),
      116,
      'break',
    ),
    series: [
      {
        type: 'boxplot',
        silent: true,
        boxWidth: [10, 14],
        itemStyle: { color: '#cfe0f2', borderColor: FIRST, borderWidth: 1.5 },
        data: upward.map(({ distribution: each }) => [
          each.minimum,
          each.lowerQuartile,
          each.median,
          each.upperQuartile,
          each.maximum,
        ]),
        ...(across && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: SECOND, type: 'dashed', width: 2 },
            label: { ...FONT, color: SECOND, formatter: () => across.label, position: 'end' },
            data: [{ xAxis: across.value }],
          },
        }),
      },
      // Not seen: it has the axis reach to the value that lies across.
      ...(across ? [{ type: 'scatter' as const, silent: true, symbolSize: 0, data: [[across.value, 0]] }] : []),
    ],
  };
  return draw(option, rows.length * 30 + (across ? 48 : 32));
}

export interface Line {
  label: string;
  points: readonly Point[];
}

const YEAR = 365.25 * 86_400_000;

/** The middle of a period, in years. */
export const middleOf = ({ period }: Point): number =>
  1970 + (Date.parse(period.start) + Date.parse(period.end)) / 2 / YEAR;

/** A line over time, told from others by its dash and its symbols. */
export const lineOver = ({ label, points }: Line, color: string, type: 'solid' | 'dashed', symbol: string) => ({
  type: 'line' as const,
  silent: true,
  name: label,
  data: points.map((point) => [middleOf(point), point.value]),
  lineStyle: { color, type, width: 2 },
  itemStyle: { color },
  symbol,
  symbolSize: 6,
  showAllSymbol: true,
  z: 3,
});

/** Where two lines need telling apart, room above them and what names them. */
export const namesOf = (first: Line, second: Line | undefined) => ({
  grid: { left: 52, right: 18, top: second ? 28 : 10, bottom: 26 },
  ...(second && {
    legend: {
      top: 0,
      left: 0,
      itemWidth: 34,
      itemHeight: 8,
      textStyle: FONT,
      selectedMode: false,
      data: [first.label, second.label],
    },
  }),
});

/** Lines over time: the first with its confidence limits as whiskers, the second dashed. */
export function lines([first, second]: [Line, Line?]): Html {
  const whiskers = first.points.filter(({ lower, upper }) => lower !== null && upper !== null);
  const option: EChartsOption = {
    ...namesOf(first, second),
    xAxis: yearAxis(),
    yAxis: valueAxis(),
    series: [
      lineOver(first, FIRST, 'solid', 'circle'),
      ...(second ? [lineOver(second, SECOND, 'dashed', 'diamond')] : []),
      strokes(
        whiskers.map((point) => {
          const middle = middleOf(point);
          return [
            [middle, point.lower!],
            [middle, point.upper!],
          ];
        }),
        FIRST,
        1,
      ),
    ],
  };
  return draw(option, 180);
}
