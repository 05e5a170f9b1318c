import type { Setting } from '../domain/setting.ts';

/** Choices, and what the program remembers of a workspace beside them. */
export interface SettingStore {
  read(scope: Setting['scope'], ownerId: string, name: string): Promise<unknown>;
  /** All that are under that owner, by name. */
  readAll(scope: Setting['scope'], ownerId: string): Promise<Map<string, unknown>>;
  /** `undefined` forgets it. */
  write(scope: Setting['scope'], ownerId: string, name: string, value: unknown, nowMs: number): Promise<void>;
  /** Writes it where nothing is yet, and returns what is there then: of two who try, both learn who was first. */
  writeFirst(
    scope: Setting['scope'],
    ownerId: string,
    name: string,
    value: unknown,
    nowMs: number,
  ): Promise<unknown>;
}
