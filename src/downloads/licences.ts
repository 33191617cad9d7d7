export interface Licence {
  /** The name that SPDX has for it, where it has one. */
  name: string;
  title: string;
  path: string;
}

/** The licences that data/README.md names. */
export const LICENCES = {
  OGL: {
    name: 'OGL-UK-3.0',
    title: 'Open Government Licence v3.0',
    path: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
  },
  OPL: {
    name: 'Open-Parliament-Licence',
    title: 'Open Parliament Licence',
    path: 'https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/',
  },
  CC_BY: {
    name: 'CC-BY-4.0',
    title: 'Creative Commons Attribution 4.0 International',
    path: 'https://creativecommons.org/licenses/by/4.0/',
  },
  MIT: { name: 'MIT', title: 'MIT licence', path: 'https://opensource.org/license/mit' },
} satisfies Record<string, Licence>;
