/**
 * A map of England in which each council is a hexagon of one size, as near to its place as there is room. The layout is
 * this project's own, and the same for the same councils: they push each other apart until each has room, and are then
 * put on a grid so that the squares of the ways they go add up to the least.
 */

export interface Placed {
  code: string;
  latitude: number;
  longitude: number;
}

export interface Hexagon {
  /** In widths of a hexagon; rows are `ROW` apart. */
  x: number;
  y: number;
}

interface Point {
  x: number;
  y: number;
}

export const ROW = Math.sqrt(3) / 2;
/** Hexagons to a degree of latitude, to begin with: then about as many fit on the land as there are councils. */
const SCALE = 3.4;
const STEPS = 150;
/** How far around the councils there are places to go to. */
const MARGIN = 1.6;

const layouts = new Map<string, ReadonlyMap<string, Hexagon>>();

export function hexLayout(councils: readonly Placed[]): ReadonlyMap<string, Hexagon> {
  const placed = [...councils].sort((one, other) => (one.code < other.code ? -1 : 1));
  const key = placed.map(({ code }) => code).join();
  let layout = layouts.get(key);
  if (!layout) {
    // Councils change every few years.
    layouts.clear();
    layouts.set(key, (layout = makeLayout(placed)));
  }
  return layout;
}

function makeLayout(councils: readonly Placed[]): ReadonlyMap<string, Hexagon> {
  const points = councils.map(({ latitude, longitude }) => ({
    x: longitude * Math.cos((53 * Math.PI) / 180) * SCALE,
    y: -latitude * SCALE,
  }));
  pushApart(points);
  const places = gridAround(points);
  const chosen = assign(
    points.map((point) => places.map((place) => (point.x - place.x) ** 2 + (point.y - place.y) ** 2)),
  );
  return new Map(councils.map(({ code }, index) => [code, places[chosen[index]!]!]));
}

function pushApart(points: Point[]): void {
  for (let step = 0; step < STEPS; step++) {
    for (const [index, one] of points.entries()) {
      for (const other of points.slice(index + 1)) {
        const [dx, dy] = [other.x - one.x, other.y - one.y];
        const distance = Math.hypot(dx, dy) || 0.01;
        if (distance >= 1) continue;
        const push = (1 - distance) / 2 / distance / 2;
        one.x -= dx * push;
        one.y -= dy * push;
        other.x += dx * push;
        other.y += dy * push;
      }
    }
  }
}

function gridAround(points: readonly Point[]): Hexagon[] {
  const places: Hexagon[] = [];
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  for (let row = -2; top + row * ROW < bottom + 2; row++) {
    for (let column = -2; left + column < right + 2; column++) {
      const place = { x: left + column + (row % 2 === 0 ? 0 : 0.5), y: top + row * ROW };
      if (points.some(({ x, y }) => Math.hypot(x - place.x, y - place.y) < MARGIN)) places.push(place);
    }
  }
  return places;
}

/** For each row of costs the column that it gets, so that the sum is least (the Hungarian method, by shortest paths). */
export function assign(costs: readonly (readonly number[])[]): number[] {
  const [rows, columns] = [costs.length, costs[0]?.length ?? 0];
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  /** The row that a column is given to; 0 is none. */
  const given = new Int32Array(columns + 1);
  const from = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    given[0] = row;
    let column = 0;
    const least = new Float64Array(columns + 1).fill(Infinity);
    const seen = new Uint8Array(columns + 1);
    do {
      seen[column] = 1;
      const current = given[column]!;
      let delta = Infinity;
      let next = 0;
      for (let each = 1; each <= columns; each++) {
        if (seen[each]) continue;
        const reduced = costs[current - 1]![each - 1]! - rowPotential[current]! - columnPotential[each]!;
        if (reduced < least[each]!) {
          least[each] = reduced;
          from[each] = column;
        }
        if (least[each]! < delta) {
          delta = least[each]!;
          next = each;
        }
      }
      for (let each = 0; each <= columns; each++) {
        if (seen[each]) {
          rowPotential[given[each]!]! += delta;
          columnPotential[each]! -= delta;
        } else least[each]! -= delta;
      }
      column = next;
    } while (given[column] !== 0);
    while (column !== 0) {
      const before = from[column]!;
      given[column] = given[before]!;
      column = before;
    }
  }
  const chosen = new Array<number>(rows).fill(-1);
  given.forEach((row, column) => {
    if (column > 0 && row > 0) chosen[row - 1] = column - 1;
  });
  return chosen;
}
