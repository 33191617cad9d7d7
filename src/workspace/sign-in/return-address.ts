/** Where somebody who signs in without having asked for a page is led. */
export const WORK = '/work';

/**
 * The address of this site that somebody is led to when they have signed in; their work where what is given is anything
 * else. Only signed-in pages are: nothing else needs it, and so no address of others can be made to look like one of ours.
 */
export function returnAddress(given: string | undefined): string {
  if (given === undefined || given.length > 2000 || !/^\/work(?:[/?]|$)/.test(given)) return WORK;
  // As a browser reads it: it takes a backslash for a slash, and forgives line ends.
  const base = 'http://register.invalid';
  const address = new URL(given, base);
  return address.origin === base && /^\/work(\/|$)/.test(address.pathname) ? address.pathname + address.search : WORK;
}

export const signInAddress = (wanted: string): string =>
  `/sign-in?${new URLSearchParams({ return: wanted }).toString()}`;
