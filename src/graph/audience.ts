import type { Viewer } from '../identity/viewer';

/** The four views of the graph. They are a set, not a ladder: each says for itself what it may see. */
export const VIEWS = ['PUBLIC', 'COUNCIL', 'GOVERNMENT', 'OFFICE'] as const;
export type View = (typeof VIEWS)[number];

/** The views that something is shown to. */
export type Audience = readonly View[];

export const EVERYONE: Audience = VIEWS;
export const isEveryones = (audience: Audience): boolean => audience.length === EVERYONE.length;

/** Everyone who has signed in. */
export const REPORTING: Audience = ['COUNCIL', 'GOVERNMENT', 'OFFICE'];
export const COUNCIL_AND_OFFICE: Audience = ['COUNCIL', 'OFFICE'];
export const GOVERNMENT_AND_OFFICE: Audience = ['GOVERNMENT', 'OFFICE'];
export const OFFICE_ONLY: Audience = ['OFFICE'];

/** Which rows of a type a viewer may see; the policies in PostgreSQL say the same once more. */
export interface TypeRule {
  mayBeSeen: (row: never, viewer: Viewer) => boolean;
  /** The same for people. */
  says: string;
}

const VIEW_NAMES: Record<View, string> = {
  PUBLIC: 'the public',
  COUNCIL: 'councils and other duty bearers',
  GOVERNMENT: 'government departments',
  OFFICE: 'the Office',
};

export function audienceDirective(audience: Audience): string {
  return `@audience(views: [${audience.join(', ')}])`;
}

/** Says who sees something, where it is not everyone. */
export function describeAudience(description: string, audience: Audience): string {
  if (isEveryones(audience)) return description;
  return `${description} Who sees it: ${listNames(audience)}.`;
}

export function listNames(audience: Audience): string {
  const names = audience.map((view) => VIEW_NAMES[view]);
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
