import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isInterfaceType, isObjectType } from 'graphql';
import { buildGraph } from '../../src/graph/schema';
import { CSV_POINTS } from '../../src/downloads/csv-answers';
import { type FieldCost, INTROSPECTION_POINTS, MUTATION_POINTS, USUAL_POINTS } from '../../src/limits/field-cost';
import { projectDirectory } from '../../src/project';
import { PAGE_POINTS } from '../../src/site/site.routes';

/** The rows of the table of points in docs/limits.md: what each is about, and its numbers. */
function tableOfPoints(): { what: string; numbers: number[] }[] {
  const text = readFileSync(path.join(projectDirectory, 'docs/limits.md'), 'utf8');
  const [, section] = text.split('## What a request costs');
  return [...section!.split('\n## ')[0]!.matchAll(/^\| (.+?) \| (.+?) \|$/gm)].map(([, what, points]) => ({
    what: what!,
    numbers: (points!.replaceAll(',', '').match(/\d+(\.\d+)?/g) ?? []).map(Number),
  }));
}

describe('the table of points in docs/limits.md', () => {
  const rows = tableOfPoints();
  const named = (name: string) => rows.find(({ what }) => what.includes(name))?.numbers;

  it('has every field that costs otherwise than usual, as it is declared', () => {
    const declared: Record<string, number> = {};
    const written: Record<string, number | undefined> = {};
    for (const type of Object.values(buildGraph().whole.getTypeMap())) {
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        const { points = USUAL_POINTS } = (field.extensions['cost'] ?? {}) as FieldCost;
        if (points === USUAL_POINTS) continue;
        const coordinate = `${type.name}.${field.name}`;
        declared[coordinate] = points;
        written[coordinate] = ofTypeAlone(coordinate) ?? named(`\`${field.name}\``)?.[0];
      }
    }
    expect(Object.keys(declared).length).toBeGreaterThan(10);
    expect(written).toEqual(declared);
  });

  /** Where a field of one type costs more than its namesakes: `Type.field` and a number, in the second column. */
  const ofTypeAlone = (coordinate: string): number | undefined => {
    const text = readFileSync(path.join(projectDirectory, 'docs/limits.md'), 'utf8');
    const [, points] = new RegExp(`\`${coordinate.replace('.', '\\.')}\` (\\d+)`).exec(text) ?? [];
    return points === undefined ? undefined : Number(points);
  };

  it('has what is counted otherwise', () => {
    expect(named('a mutation')).toEqual([MUTATION_POINTS]);
    expect(named('`__schema`')).toEqual(Object.values(INTROSPECTION_POINTS));
    expect(named('an answer in CSV')).toEqual([CSV_POINTS]);
    expect(named('a page of the [site]')).toEqual([PAGE_POINTS, 0]);
  });
});
