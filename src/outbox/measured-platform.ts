import type { ChatPlatform } from '../ports/chat-platform.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** The platform, each of its deliveries timed. */
export function measuredPlatform(platform: ChatPlatform, telemetry: Telemetry): ChatPlatform {
  const { surface } = platform;
  return {
    ...platform,
    deliver: async (entry) => {
      const result = await telemetry.measure(
        'delivery',
        { surface, cause: entry.cause },
        { delivery: entry._id },
        () => platform.deliver(entry),
        ({ kind }) => kind,
      );
      if (result.kind === 'not-delivered' && result.retryAfterMs !== undefined)
        telemetry.rateLimited(surface, result.retryAfterMs);
      return result;
    },
  };
}
