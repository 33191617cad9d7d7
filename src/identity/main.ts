import { runCommand } from '../command-line';
import { readConfig } from '../config';
import { UserError } from '../user-error';
import { signLocalToken } from './local-issuer';
import { ViewerRole } from './viewer';

const VIEWS = ['council', 'government', 'office'];
const ROLES = Object.keys(ViewerRole).map((role) => role.toLowerCase());

const USAGE = `Prints a token for development.

Send it as: Authorization: Bearer TOKEN

  npm run token -- --view council --organisation E08000004 [--role submitter] [--expires 1h]

--view          ${VIEWS.join(', ')}
--organisation  its code: a GSS code, or a word such as DFE or OSCDR
--role          ${ROLES.join(', ')}; may be given more than once
--subject       who the person is; default developer
--expires       how long it lasts, such as 30m, 1h or 7d; default 1h

The key lies in DATA_DIR. A server takes these tokens unless NODE_ENV is production.`;

const OPTIONS = {
  view: { type: 'string' },
  organisation: { type: 'string' },
  role: { type: 'string', multiple: true },
  subject: { type: 'string' },
  expires: { type: 'string' },
} as const;

runCommand({ usage: USAGE, options: OPTIONS }, async ({ values }) => {
  const config = readConfig();
  if (config.production) {
    throw new UserError('Tokens for development are not made in production (NODE_ENV): sign in with the OIDC issuer.');
  }
  const { view, organisation, role: roles = [], subject = 'developer', expires = '1h' } = values;
  if (view === undefined || !VIEWS.includes(view)) {
    throw new UserError(`--view: expected one of ${VIEWS.join(', ')}.\n\n${USAGE}`);
  }
  if (organisation === undefined) {
    throw new UserError(`--organisation: expected the code of an organisation.\n\n${USAGE}`);
  }
  const unknown = roles.find((role) => !ROLES.includes(role));
  if (unknown !== undefined) {
    throw new UserError(`--role: expected ${ROLES.join(', ')}, got ${JSON.stringify(unknown)}.`);
  }
  if (!/^\d+ ?(s|m|h|d|w)$/.test(expires)) {
    throw new UserError(`--expires: expected a number and s, m, h, d or w, got ${JSON.stringify(expires)}.`);
  }
  console.log(await signLocalToken(config.dataDirectory, { view, organisation, roles, subject, expires }));
});
