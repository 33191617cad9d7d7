import { REGISTER, type RegisterAnswer, sitePage } from '../site-page';

interface Answer extends RegisterAnswer {
  recommendations: { nodes: { code: string }[] };
  regions: { nodes: { councils: { nodes: { gssCode: string }[] } }[] };
  indicators: { nodes: { code: string }[] };
}

const LISTS = [
  '/',
  '/recommendations',
  '/priorities',
  '/action-plan',
  '/councils',
  '/compare',
  '/indicators',
  '/changes',
];

/** Where search engines may look. The API is for programs, and its explorer needs JavaScript. */
export const robots = sitePage<RegisterAnswer>({
  path: '/robots.txt',
  query: `query Robots { ${REGISTER} }`,
  template: 'site/crawlers/robots.njk',
  type: 'text/plain; charset=utf-8',
  values: ({ register }, { origin }) => ({ title: 'Robots', register, origin }),
});

export const sitemap = sitePage<Answer>({
  path: '/sitemap.xml',
  query: `query Sitemap {
    ${REGISTER}
    recommendations(first: 100) { nodes { code } }
    regions(first: 20) { nodes { councils(first: 100) { nodes { gssCode } } } }
    indicators(first: 100) { nodes { code } }
  }`,
  template: 'site/crawlers/sitemap.njk',
  type: 'application/xml; charset=utf-8',
  values: ({ register, recommendations, regions, indicators }, { origin }) => ({
    title: 'Sitemap',
    register,
    origin,
    addresses: [
      ...LISTS,
      ...recommendations.nodes.map(({ code }) => `/recommendations/${code}`),
      ...regions.nodes.flatMap(({ councils }) => councils.nodes.map(({ gssCode }) => `/councils/${gssCode}`)),
      ...indicators.nodes.map(({ code }) => `/indicators/${code}`),
    ],
  }),
});
