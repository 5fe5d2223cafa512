// Which address a request counts for.

import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv4 } from 'node:net';

/** The proxies whose word on a client's address is taken. */
export interface TrustedProxies {
  /** True if `address` is one of them. */
  has(address: string): boolean;
}

/**
 * The set of proxies named by addresses and networks, such as `192.0.2.7` or `2001:db8::/32`.
 * @throws RangeError for anything else, names of hosts among it
 */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  const known = new BlockList();
  for (const entry of list) {
    const [, address = '', prefix] = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    if (family === 0 || Number(prefix ?? bits) > bits) {
      throw new RangeError(`${JSON.stringify(entry)} is neither an address nor a network`);
    }
    known.addSubnet(address, Number(prefix ?? bits), family === 4 ? 'ipv4' : 'ipv6');
  }
  return {
    has: (address) => isIP(address) !== 0 && known.check(address, isIPv4(address) ? 'ipv4' : 'ipv6'),
  };
}

/**
 * The address that a request counts for: the other end of the connection, unless that is a trusted proxy. Then it is the
 * last address in X-Forwarded-For that is none: what stands before it was written by whoever sent the request. An entry
 * that is no address ends the search at the proxy that passed it on.
 */
export function clientAddress(request: IncomingMessage, proxies: TrustedProxies): string {
  let address = request.socket.remoteAddress ?? '';
  const forwarded = request.headers['x-forwarded-for'] ?? [];
  const hops = (typeof forwarded === 'string' ? forwarded : forwarded.join(',')).split(',');
  for (const hop of hops.reverse()) {
    const next = hop.trim();
    if (!proxies.has(address) || isIP(next) === 0) return address;
    address = next;
  }
  return address;
}
