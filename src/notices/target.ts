import { isProduction } from '../config';
import { Refusal, UserErrorCode } from '../writes/refusal';
import { NoticeChannel } from './notice-subscription';
import { isPublic, literalAddress } from './public-address';

const LONGEST_EMAIL = 254;
const LONGEST_URL = 2000;

/** The form that HTML has for one address. It has no room for spaces, line breaks, commas or names. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export const isEmail = (text: string): boolean => text.length <= LONGEST_EMAIL && EMAIL.test(text);

/** The target of a subscription as it is kept and used; refuses what cannot be one. */
export function readTarget(channel: NoticeChannel, target: string): string {
  return channel === NoticeChannel.EMAIL ? readEmail(target) : readWebAddress(target);
}

function readEmail(target: string): string {
  if (!isEmail(target)) throw refusal('must be one e-mail address, such as cohesion@oldham.gov.uk.');
  return target;
}

function readWebAddress(target: string): string {
  if (!URL.canParse(target)) throw refusal('must be an address on the web, such as https://oldham.gov.uk/notices.');
  const url = new URL(target);
  const local = !isProduction() && url.protocol === 'http:' && LOCAL_HOSTS.includes(url.hostname);
  if (url.protocol !== 'https:' && !local)
    throw refusal('must begin with https://: notices are not sent in the clear.');
  if (url.username !== '' || url.password !== '') {
    throw refusal('must have no name or password in it: notices are signed instead.');
  }
  if (url.href.length > LONGEST_URL) {
    const message = `"target" has ${url.href.length} characters; at most ${LONGEST_URL} are taken.`;
    throw Refusal.of(UserErrorCode.TOO_LONG, message, 'target');
  }
  // Of a name it is seen only when it is called, and then each time: see lookUpPublic.
  const address = literalAddress(url);
  if (isProduction() && (url.hostname === 'localhost' || (address !== undefined && !isPublic(address)))) {
    throw refusal('must be an address that anyone on the internet can reach.');
  }
  return url.href;
}

const refusal = (what: string): Refusal => Refusal.of(UserErrorCode.INVALID, `"target" ${what}`, 'target');
