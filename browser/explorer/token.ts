const KEY = 'token';

/** The token, for as long as the tab is open; never in an address, nor anywhere that outlives the tab. */
export const readToken = (): string => sessionStorage.getItem(KEY) ?? '';

export function keepToken(token: string): void {
  if (token === '') sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
}

interface Answer {
  data?: { viewer: { view: string; organisation: { name: string } | null; roles: string[] } };
  errors?: { message: string }[];
}

/** Sends a request to the register, as whoever the token says. */
export async function ask(request: object): Promise<unknown> {
  const token = readToken();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== '' && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(request),
  });
  return response.json();
}

/** Says whose the token is, or why it is not taken. */
export async function describeViewer(): Promise<string> {
  const question = { query: '{ viewer { view organisation { name } roles } }' };
  const answer = (await ask(question).catch(() => undefined)) as Answer | undefined;
  if (!answer) return 'The server cannot be reached just now.';
  const { data, errors } = answer;
  if (!data) return `Not taken: ${errors?.[0]?.message ?? 'the server did not say why.'}`;
  const { view, organisation, roles } = data.viewer;
  if (!organisation) return 'You are in the public view.';
  const may = roles.length > 0 ? `, as ${roles.join(', ').toLowerCase()}` : '';
  return `You are in the ${view.toLowerCase()} view for ${organisation.name}${may}.`;
}
