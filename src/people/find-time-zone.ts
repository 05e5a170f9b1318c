/** What people call a place that has one time zone, where its IANA name does not hold the word. */
const otherNames: Record<string, string> = {
  uk: 'Europe/London',
  'united kingdom': 'Europe/London',
  england: 'Europe/London',
  scotland: 'Europe/London',
  wales: 'Europe/London',
  'northern ireland': 'Europe/London',
  britain: 'Europe/London',
  'great britain': 'Europe/London',
  gmt: 'Europe/London',
  bst: 'Europe/London',
  ireland: 'Europe/Dublin',
  france: 'Europe/Paris',
  germany: 'Europe/Berlin',
  italy: 'Europe/Rome',
  poland: 'Europe/Warsaw',
  netherlands: 'Europe/Amsterdam',
  belgium: 'Europe/Brussels',
  switzerland: 'Europe/Zurich',
  austria: 'Europe/Vienna',
  sweden: 'Europe/Stockholm',
  norway: 'Europe/Oslo',
  denmark: 'Europe/Copenhagen',
  finland: 'Europe/Helsinki',
  greece: 'Europe/Athens',
  romania: 'Europe/Bucharest',
  cet: 'Europe/Paris',
  india: 'Asia/Kolkata',
  ist: 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata',
  bangalore: 'Asia/Kolkata',
  japan: 'Asia/Tokyo',
  'south africa': 'Africa/Johannesburg',
  nigeria: 'Africa/Lagos',
  kenya: 'Africa/Nairobi',
  'cape town': 'Africa/Johannesburg',
  manchester: 'Europe/London',
  edinburgh: 'Europe/London',
  birmingham: 'Europe/London',
  'new zealand': 'Pacific/Auckland',
  'us eastern': 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  boston: 'America/New_York',
  miami: 'America/New_York',
  'us central': 'America/Chicago',
  texas: 'America/Chicago',
  dallas: 'America/Chicago',
  'us mountain': 'America/Denver',
  'us pacific': 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  california: 'America/Los_Angeles',
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  utc: 'UTC',
};

export type TimeZoneFinding =
  | { kind: 'found'; timeZone: string }
  /** Several are meant by the words; at most five of them. */
  | { kind: 'several'; timeZones: string[] }
  | { kind: 'none' };

/** The time zone that somebody means by a place, a country with one zone, or an IANA name in any case. */
export function findTimeZone(typed: string): TimeZoneFinding {
  // Without accents, as the names are written: "São Paulo" is America/Sao_Paulo.
  const bare = typed.normalize('NFD').replace(/\p{M}/gu, '');
  const wanted = bare
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
  if (wanted === '') return { kind: 'none' };
  const all = Intl.supportedValuesOf('timeZone');
  const spaced = (zone: string) => zone.toLowerCase().replaceAll('_', ' ');
  const exact = all.find((zone) => spaced(zone) === wanted);
  if (exact !== undefined) return { kind: 'found', timeZone: exact };
  const known = otherNames[wanted] ?? canonical(typed.trim());
  if (known !== undefined) return { kind: 'found', timeZone: known };
  // "Lisbon, Portugal": the town comes first.
  const town = wanted.split(/\s*[,(/]/)[0] ?? wanted;
  const ofTown = all.filter((zone) => spaced(zone).split('/').at(-1) === town);
  const near =
    ofTown.length > 0 ? ofTown : all.filter((zone) => town.length > 2 && spaced(zone).includes(town));
  const [first, ...others] = near;
  if (first !== undefined) {
    return others.length === 0
      ? { kind: 'found', timeZone: first }
      : { kind: 'several', timeZones: near.slice(0, 5) };
  }
  const alias = otherNames[town];
  return alias === undefined ? { kind: 'none' } : { kind: 'found', timeZone: alias };
}

/** A name that is no longer the first one, such as "Asia/Calcutta": taken as it is, where this machine knows it. */
function canonical(name: string): string | undefined {
  if (!name.includes('/')) return undefined;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
