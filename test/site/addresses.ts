import { PAGES } from '../../src/site/pages';

/** An address of each page of the site, and what it is of; a page without one fails the tests. */
export const ADDRESSES: Record<string, string[]> = {
  '/': ['/', '/?sort=-not_reported'],
  '/recommendations': ['/recommendations', '/recommendations?priority=2a&body=DFE&overdue=yes&sort=-title'],
  '/recommendations/:code': ['/recommendations/12a', '/recommendations/7b', '/recommendations/12?show=reported'],
  '/priorities': ['/priorities'],
  '/action-plan': ['/action-plan', '/action-plan?priority=2b'],
  '/councils': ['/councils', '/councils?search=stoke', '/councils?region=E12000002&type=COUNTY&sort=type'],
  '/councils/:gssCode': ['/councils/E08000004', '/councils/E06000021', '/councils/E10000017', '/councils/E07000027'],
  '/compare': ['/compare', '/compare?council=E08000004&council=E06000021'],
  '/indicators': ['/indicators'],
  '/indicators/:code': ['/indicators/wellbeing_anxiety?sort=-value', '/indicators/homicide_rate_pfa'],
  '/changes': ['/changes'],
  '/changes/:revision(^\\d{1,9}$)': ['/changes/1'],
  '/changes.atom': ['/changes.atom'],
  '/robots.txt': ['/robots.txt'],
  '/sitemap.xml': ['/sitemap.xml'],
};

export const EVERY_ADDRESS = PAGES.flatMap(({ path }) => {
  const addresses = ADDRESSES[path];
  if (!addresses) throw new Error(`Add an address of ${path} to test/site/addresses.ts.`);
  return addresses;
});

/** Those that a browser shows as pages. */
export const EVERY_PAGE = EVERY_ADDRESS.filter((address) => !/\.\w+$/.test(address));
