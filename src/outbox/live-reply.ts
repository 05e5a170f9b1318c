import type { OutboxEntry } from '../domain/outbox-entry.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { ThreadRef } from '../domain/thread-ref.ts';
import type { ChatPlatform, Finding } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';

/** A reply that people see while it is being written. Best effort: its end arrives through the outbox in any case. */
export interface LiveReply {
  status(text: string): void;
  /** The whole text so far. The first call opens the message. */
  show(part: ReplyPart, textSoFar: string): void;
  /** Resolves when what was last shown has been sent; nothing is shown after. */
  settle(): Promise<void>;
}

/** Platforms take about one edit a second (Discord: 1.1 s apart); the playground takes more. */
export interface LiveReplyDeps {
  store: OutboxStore;
  platform: ChatPlatform;
  clock: Clock;
  log: Logger;
  editEveryMs: number;
  thread: ThreadRef;
  /** The account that is answered. */
  accountId: string;
  /** Makes the outbox entry that a part will be, so that growing and final text share one key. */
  entryFor(part: ReplyPart): OutboxEntry;
  /** Resolves when everything said earlier in the thread has been tried. */
  earlierDelivered(): Promise<void>;
}

export function createLiveReply(deps: LiveReplyDeps): LiveReply {
  const { store, platform, clock, log } = deps;
  let latest: { part: ReplyPart; text: string } | undefined;
  let entry: OutboxEntry | undefined;
  let lastShown = '';
  let running: Promise<void> | undefined;
  /** Nothing more is shown before the end: the platform does not take it, or what it took is not known. */
  let isOver = false;
  const settled = new AbortController();

  async function open(part: ReplyPart): Promise<OutboxEntry> {
    const { entry: kept, isNew } = await store.open({ ...deps.entryFor(part), state: 'growing' });
    // Opened by an attempt that died: it may have begun to show it without telling under which id.
    if (isNew || kept.platformMessageId !== undefined) return kept;
    const begun = await platform.find(kept);
    return (await named(kept, begun)) ?? kept;
  }

  async function named(kept: OutboxEntry, found: Finding): Promise<OutboxEntry | undefined> {
    if (!('platformMessageId' in found) || found.platformMessageId === undefined) return undefined;
    const { platformMessageId } = found;
    await store.nameGrowing(kept._id, platformMessageId);
    return { ...kept, platformMessageId };
  }

  async function run(): Promise<void> {
    while (!isOver && !settled.signal.aborted && latest && latest.text !== lastShown) {
      const { part, text } = latest;
      lastShown = text;
      let waitMs = deps.editEveryMs;
      try {
        if (!entry) {
          await deps.earlierDelivered();
          entry = await open(part);
        }
        // Finished by an earlier attempt: there is nothing to grow.
        if (entry.state !== 'growing') return;
        const result = await platform.grow(entry, text);
        if (result.kind === 'not-delivered') {
          isOver = !result.retryable;
          lastShown = '';
          waitMs = Math.max(waitMs, result.retryAfterMs ?? 0);
        } else if (entry.platformMessageId === undefined) {
          // Where the answer was lost it may stand there: another one is never opened beside it.
          const there = await named(
            entry,
            result.kind === 'delivered' ? { ...result, kind: 'found' } : await platform.find(entry),
          );
          if (there) entry = there;
          else isOver = true;
        }
      } catch (error) {
        log.warn({ error }, 'a growing reply could not be shown');
        return;
      }
      await clock.sleep(waitMs, settled.signal);
    }
  }

  return {
    status: (text) => void platform.showStatus(deps.thread, deps.accountId, text),
    show: (part, text) => {
      latest = { part, text };
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    settle: async () => {
      settled.abort();
      await running;
    },
  };
}
