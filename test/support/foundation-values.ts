import type { UserFoundation } from '../../src/domain/user-foundation.ts';

/** A person's Foundation with what a test writes down, and nothing else. */
export function foundationWith(values: Partial<UserFoundation> = {}): UserFoundation {
  return {
    _id: 'u-ana',
    userId: 'u-ana',
    companyContext: {},
    marketAwareness: {},
    customerAvatar: {},
    lastUpdatedAt: Date.UTC(2026, 10, 24),
    ...values,
  };
}
