interface Link {
  text: string;
  href: string;
}

/** Where the name of the service leads. */
export const HOME = '/';

/** The parts of the site, as the header of every page has them; a part stands here once its pages are there. */
export const NAVIGATION: readonly Link[] = [
  { text: 'Recommendations', href: '/recommendations' },
  { text: 'Priorities', href: '/priorities' },
  { text: 'Action plan', href: '/action-plan' },
  { text: 'Councils', href: '/councils' },
  { text: 'Compare', href: '/compare' },
  { text: 'Indicators', href: '/indicators' },
  { text: 'Changes', href: '/changes' },
  { text: 'Data', href: '/data' },
  { text: 'API docs', href: '/docs' },
  { text: 'Explorer', href: '/graphql' },
  { text: 'Sign in', href: '/work' },
];

/** The navigation on the page at an address, which is in the part whose address it begins with. */
export const navigationAt = (address: string): (Link & { current: boolean; active: boolean })[] =>
  NAVIGATION.map((link) => ({
    ...link,
    current: address === link.href,
    active: address.startsWith(`${link.href}/`),
  }));
