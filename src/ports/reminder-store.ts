import type { Reminder } from '../domain/reminder.ts';

export interface ReminderStore {
  /** Keeps a new reminder; one of that id stays as it is. */
  put(reminder: Reminder): Promise<void>;
  /** Waiting and due by then, the earliest first, at most `limit`. */
  due(nowMs: number, limit: number): Promise<Reminder[]>;
  said(id: string): Promise<void>;
  /** Takes it back. False where it is not theirs, or was said already. */
  forget(userId: string, id: string): Promise<boolean>;
}
