import type { Setting } from '../domain/setting.ts';

/** Choices, and what the program remembers of a workspace beside them. */
export interface SettingStore {
  read(scope: Setting['scope'], ownerId: string, name: string): Promise<unknown>;
  write(scope: Setting['scope'], ownerId: string, name: string, value: unknown, nowMs: number): Promise<void>;
}
