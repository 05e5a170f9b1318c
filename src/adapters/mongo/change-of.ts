/** Fields to set and, where they are `undefined`, to take away. Never empty of `$set`: give it one. */
export function changeOf(changes: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(changes);
  const gone = entries.filter(([, value]) => value === undefined).map(([field]) => [field, 1] as const);
  return {
    $set: Object.fromEntries(entries.filter(([, value]) => value !== undefined)),
    ...(gone.length === 0 ? {} : { $unset: Object.fromEntries(gone) }),
  };
}
