import path from 'node:path';
import { Environment, FileSystemLoader } from 'nunjucks';
import { assetAddress } from './assets';

const govukFrontend = path.join(path.dirname(require.resolve('govuk-frontend/package.json')), 'dist');

/**
 * The templates of all pages, by their path below src: `web/layout.njk`. Those of GOV.UK Frontend are below `govuk/`.
 * What is put into a template is escaped, and what is missing is an error and no empty space.
 */
export const templates = new Environment(new FileSystemLoader([path.resolve(__dirname, '..'), govukFrontend]), {
  autoescape: true,
  throwOnUndefined: true,
  trimBlocks: true,
  lstripBlocks: true,
});

templates.addGlobal('asset', assetAddress);
