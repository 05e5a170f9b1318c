import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public internet: not this machine, not its network, not a cloud's metadata, and not
 * one of these wrapped into an address of the other kind. Text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().range() === 'unicast';
  // 2000::/3 is all that is given out of IPv6; within it, tunnels and special uses have ranges of their own.
  return parsed.range() === 'unicast' && parsed.match(globalUnicast);
}

const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
