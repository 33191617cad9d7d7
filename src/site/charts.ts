import type { EChartsOption } from 'echarts';
import type { Point } from '../report/answers';
import {
  draw,
  FIRST,
  INK,
  type Line,
  lineOver,
  middleOf,
  nameAxis,
  namesOf,
  SECOND,
  strokes,
  valueAxis,
  yearAxis,
} from '../report/charts';
import type { Html } from '../report/html';

/** The charts of the site, in the manner of the reports': lines differ by dash and name, and every figure is in a table. */

const BAND = '#cfe0f2';

/** A place's figures over time with their confidence band, and another's dashed. */
export function bandChart(place: Line, other?: Line): Html {
  const limited = place.points.filter(({ lower, upper }) => lower !== null && upper !== null);
  const edge = (values: (point: Point) => number, isArea: boolean) => ({
    type: 'line' as const,
    silent: true,
    stack: 'band',
    stackStrategy: 'all' as const,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    ...(isArea && { areaStyle: { color: BAND, opacity: 1 } }),
    data: limited.map((point) => [middleOf(point), values(point)]),
  });
  const option: EChartsOption = {
    ...namesOf(place, other),
    xAxis: yearAxis(),
    yAxis: valueAxis(),
    series: [
      ...(limited.length > 1
        ? [edge(({ lower }) => lower!, false), edge(({ lower, upper }) => upper! - lower!, true)]
        : []),
      lineOver(place, FIRST, 'solid', 'circle'),
      ...(other ? [lineOver(other, SECOND, 'dashed', 'diamond')] : []),
    ],
  };
  return draw(option, 200);
}

export interface Beside {
  name: string;
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** The place that the page is about. */
  isOwn: boolean;
}

/** Places below each other, each a dot with its confidence limits as a line. */
export function besideChart(places: readonly Beside[]): Html {
  const upward = places.filter(({ value }) => value !== null).reverse();
  const limits = (own: boolean): [[number, number], [number, number]][] =>
    upward.flatMap(({ lower, upper, isOwn }, row) =>
      isOwn !== own || lower === null || upper === null
        ? []
        : [
            [
              [lower, row],
              [upper, row],
            ],
          ],
    );
  const option: EChartsOption = {
    grid: { left: 136, right: 16, top: 4, bottom: 26 },
    xAxis: valueAxis(),
    yAxis: nameAxis(
      upward.map(({ name }) => name),
      124,
      'truncate',
    ),
    series: [
      strokes(limits(false), INK, 1),
      strokes(limits(true), FIRST, 5),
      {
        type: 'scatter',
        silent: true,
        z: 4,
        data: upward.map(({ value, isOwn }, row) => ({
          value: [value!, row],
          symbol: isOwn ? 'diamond' : 'circle',
          symbolSize: isOwn ? 14 : 7,
          itemStyle: { color: isOwn ? FIRST : INK },
        })),
      },
    ],
  };
  return draw(option, upward.length * 17 + 36);
}
