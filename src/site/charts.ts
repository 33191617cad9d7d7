import type { EChartsOption } from 'echarts';
import type { Point } from '../report/answers';
import { draw, FAINT, FIRST, FONT, INK, type Line, middleOf, SECOND, valueAxis } from '../report/charts';
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
  const line = ({ label, points }: Line, color: string, type: 'solid' | 'dashed', symbol: string) => ({
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
  const option: EChartsOption = {
    grid: { left: 52, right: 18, top: other ? 28 : 10, bottom: 26 },
    ...(other && {
      legend: {
        top: 0,
        left: 0,
        itemWidth: 34,
        itemHeight: 8,
        textStyle: FONT,
        selectedMode: false,
        data: [place.label, other.label],
      },
    }),
    xAxis: {
      type: 'value',
      scale: true,
      splitNumber: 4,
      minInterval: 1,
      axisLabel: { ...FONT, hideOverlap: true, formatter: (year: number) => String(year) },
      axisLine: { show: true, lineStyle: { color: INK } },
      axisTick: { show: true },
      splitLine: { show: false },
    },
    yAxis: valueAxis(),
    series: [
      ...(limited.length > 1
        ? [edge(({ lower }) => lower!, false), edge(({ lower, upper }) => upper! - lower!, true)]
        : []),
      line(place, FIRST, 'solid', 'circle'),
      ...(other ? [line(other, SECOND, 'dashed', 'diamond')] : []),
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
  const option: EChartsOption = {
    grid: { left: 136, right: 16, top: 4, bottom: 26 },
    xAxis: valueAxis(),
    yAxis: {
      type: 'category',
      data: upward.map(({ name }) => name),
      axisLine: { lineStyle: { color: FAINT } },
      axisTick: { show: false },
      axisLabel: { ...FONT, width: 124, overflow: 'truncate', interval: 0 },
    },
    series: [
      ...upward.flatMap(({ lower, upper, isOwn }, row) =>
        lower === null || upper === null
          ? []
          : [
              {
                type: 'line' as const,
                silent: true,
                symbol: 'none' as const,
                lineStyle: { color: isOwn ? FIRST : INK, width: isOwn ? 5 : 1 },
                data: [
                  [lower, row],
                  [upper, row],
                ],
              },
            ],
      ),
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
