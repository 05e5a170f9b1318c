/** What one server turned out not to take, learnt from its 400s and kept as long as the process runs. */
export interface ServerHabits {
  takesStreamOptions: boolean;
  takesJsonSchema: boolean;
  takesJsonObject: boolean;
  takesTools: boolean;
  /** Some take tools, and only in an answer that comes whole. */
  streamsTools: boolean;
  /** Schemas, by name, that cannot be sent although others can. */
  unfitSchemas: Set<string>;
}

export function hopefulHabits(): ServerHabits {
  return {
    takesStreamOptions: true,
    takesJsonSchema: true,
    takesJsonObject: true,
    takesTools: true,
    streamsTools: true,
    unfitSchemas: new Set(),
  };
}
