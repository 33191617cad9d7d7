import dns from 'node:dns';
import net, { type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of the public internet: no private, loopback, link-local, tunnelled or reserved one. */
export function isPublic(address: string): boolean {
  // An address that the parser does not take is not called either.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** The IP address that stands in a URL in place of a name, if one does. */
export function literalAddress({ hostname }: URL): string | undefined {
  const address = hostname.replace(/^\[|\]$/g, '');
  return net.isIP(address) === 0 ? undefined : address;
}

export class NotPublic extends Error {}

/**
 * Looks a name up for a connection, and refuses one that leads into a private network. Being asked for the very address
 * that is then connected to, it cannot be shown one and have another taken, as a check beforehand could.
 */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), '', 0);
    if (!addresses.every(({ address }) => isPublic(address))) return callback(new NotPublic(), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};
