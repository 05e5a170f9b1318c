/** An address without what does not matter to where it leads: scheme, "www.", a slash at its end, the place on the page. */
export function normalAddress(address: string): string {
  const bare = address
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/#.*$/, '')
    .replace(/\/+$/, '');
  const [, host = '', rest = ''] = /^([^/?]*)(.*)$/s.exec(bare) ?? [];
  return `${host.toLowerCase().replace(/^www\./, '')}${rest}`;
}

/** Every address in a text, with or without a scheme, as `normalAddress` gives them. */
export function addressesIn(text: string): string[] {
  const found = text.match(
    /(?:https?:\/\/)?(?:[\p{L}\d-]+\.)+[\p{L}][\p{L}\d-]+(?::\d+)?(?:[/?][^\s<>"'|)\]}]*)?/giu,
  );
  return (found ?? []).map((address) => normalAddress(address.replace(/[.,;:!?]+$/, '')));
}
