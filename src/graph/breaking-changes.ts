import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

export interface BreakingChange {
  /** Where in the schema, such as Query.councils or Council.searchText: what the announcement must name. */
  path: string;
  /** What happened there, for people. */
  message: string;
}

/** The breaks between two versions of the schema that no section `### Breaking` of the changelog names. */
export async function findUnannouncedBreaks(
  oldSchema: string,
  newSchema: string,
  changelog: string,
): Promise<BreakingChange[]> {
  const announced = announcedPaths(changelog);
  const changes = await diff(buildSchema(oldSchema), buildSchema(newSchema));
  return (
    changes
      .filter((change) => change.criticality.level === CriticalityLevel.Breaking)
      // A change of the schema as a whole, as of its query type, has no path.
      .map(({ path, message }) => ({ path: path ?? 'schema', message }))
      .filter(({ path }) => !announced.has(path))
  );
}

/** The paths in backticks in the sections that announce breaks; a section ends at the next heading. */
function announcedPaths(changelog: string): Set<string> {
  const paths = new Set<string>();
  let announcing = false;
  for (const line of changelog.split(/\r?\n/)) {
    if (/^#{1,3}\s/.test(line)) announcing = /^### Breaking\s*$/.test(line);
    else if (announcing) for (const [, path] of line.matchAll(/`([^`]+)`/g)) paths.add(path!);
  }
  return paths;
}
