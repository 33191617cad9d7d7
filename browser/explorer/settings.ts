/** A ready-made query: see src/docs/examples.ts. */
export interface Example {
  name: string;
  title: string;
  says: string;
  user: string;
  view: string;
  query: string;
  variables: string;
}

export const place = document.getElementById('explorer')!;

/** What the server says to the page, in the attributes of the explorer's place. */
export function setting(name: string): string {
  const value = place.dataset[name];
  if (value === undefined) throw new Error(`The page does not say data-${name}.`);
  return value;
}

export const EXAMPLES = JSON.parse(setting('examples')) as Example[];
