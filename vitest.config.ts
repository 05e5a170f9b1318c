import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-store.ts'],
    pool: 'forks',
    // The embedded store shares the cores with the tests: with four workers it is what they wait for.
    maxWorkers: 2,
    // A program is started in most of these tests: seconds on an idle machine, a minute and a half on a busy one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Conditions are waited for as long as a busy machine may need; a test that holds does not wait.
    expect: { poll: { timeout: 60_000, interval: 25 } },
  },
});
