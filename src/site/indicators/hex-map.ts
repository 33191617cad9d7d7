import { quantileSorted } from 'simple-statistics';
import { number } from '../../report/words';
import { hexLayout, type Placed, ROW } from './hex-layout';

export interface Mapped extends Placed {
  name: string;
  /** Counties lie over their districts, and have a place of their own below the map. */
  isCounty: boolean;
  value: number | null;
  /** The figure in words, or why there is none. */
  says: string;
}

/** Lighter to darker: told apart without colour too. */
const FILLS = ['#eff3ff', '#bdd7e7', '#6baed6', '#3182bd', '#08519c'];
const MISSING = 'url(#no-figure)';
/** Units of the drawing to the width of a hexagon. */
const SIZE = 20;
const COUNTIES_IN_ROW = 11;

/** The map as the template has it: hexagons in classes of as many councils each, and its key. */
export function hexMap(councils: readonly Mapped[]) {
  const limits = classLimits(councils.flatMap(({ value }) => value ?? []));
  const classOf = (value: number): number => limits.filter((limit) => value > limit).length;
  const layout = hexLayout(councils.filter(({ isCounty }) => !isCounty));
  const places = [...layout.values()];
  const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))];
  const right = Math.max(...places.map(({ x }) => x)) - left;
  const bottom = Math.max(...places.map(({ y }) => y)) - top;
  let counties = 0;
  const hexagons = councils.map((council) => {
    const place = layout.get(council.code);
    const at = place
      ? { x: place.x - left, y: place.y - top }
      : { x: 0.5 + (counties % COUNTIES_IN_ROW) * 1.1, y: bottom + 3 + Math.floor(counties++ / COUNTIES_IN_ROW) * 1.2 };
    return {
      code: council.code,
      says: `${council.name}: ${council.says}`,
      x: ((at.x + 0.6) * SIZE).toFixed(1),
      y: ((at.y + 0.7) * SIZE).toFixed(1),
      fill: council.value === null ? MISSING : FILLS[classOf(council.value)]!,
    };
  });
  const countOf = (index: number): number =>
    councils.filter(({ value }) => value !== null && classOf(value) === index).length;
  const values = councils.flatMap(({ value }) => value ?? []);
  const edges = [Math.min(...values), ...limits, Math.max(...values)];
  return {
    width: Math.ceil((Math.max(right, counties > 0 ? COUNTIES_IN_ROW * 1.1 : 0) + 1.3) * SIZE),
    height: Math.ceil((bottom + (counties > 0 ? 3 + Math.ceil(counties / COUNTIES_IN_ROW) * 1.2 : 0.5) + 1) * SIZE),
    countiesAt: counties > 0 ? ((bottom + 2.5) * SIZE).toFixed(1) : '',
    hexagons,
    key: [
      ...limits.concat(0).map((_, index) => ({
        fill: FILLS[index]!,
        label: `${index === 0 ? '' : 'over '}${number(edges[index]!)} to ${number(edges[index + 1]!)}`,
        count: countOf(index),
      })),
      { fill: MISSING, label: 'no figure', count: councils.length - values.length },
    ],
  };
}

/** Where one class ends and the next begins: equal values are never parted, so there may be fewer than five. */
function classLimits(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const sorted = [...values].sort((one, other) => one - other);
  const limits = [0.2, 0.4, 0.6, 0.8].map((part) => quantileSorted(sorted, part));
  return [...new Set(limits)].filter((limit) => limit < sorted.at(-1)!);
}

/** A hexagon around nothing, a little smaller than its place. */
export const HEXAGON = [0, 1, 2, 3, 4, 5]
  .map((corner) => {
    const angle = (Math.PI / 3) * corner + Math.PI / 6;
    const radius = (SIZE / 2 / ROW) * 0.96;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  })
  .join(' ');
