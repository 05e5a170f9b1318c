import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { startHttpServer } from '../../src/adapters/http/http-server.ts';
import { createMongoSlackInstallationStore } from '../../src/adapters/mongo/mongo-slack-installation-store.ts';
import type { OpenStore } from '../../src/adapters/mongo/open-store.ts';
import { installRoutes, installUrlOf } from '../../src/adapters/slack/install-routes.ts';
import { manyWorkspaces } from '../../src/adapters/slack/many-workspaces.ts';
import { openSlack } from '../../src/adapters/slack/open-slack.ts';
import { createTextSeal } from '../../src/adapters/system/sealed-text.ts';
import { createApp } from '../../src/app.ts';
import { mongoStores, slackParts } from '../../src/compose.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts';
import { type SlackServer, startSlackServer } from './slack-server/slack-server.ts';
import { closeModels, openModels } from './store-models.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export interface Page {
  status: number;
  /** Without its markup. */
  text: string;
  location: URL | undefined;
  /** What the browser would send back: `name=value`. */
  cookie: string;
  headers: Headers;
}

export interface SlackInstalls {
  slack: SlackServer;
  database: OpenStore;
  clock: TestClock;
  log: RecordingLogger;
  stateSecret: string;
  /** As a browser, through the proxy of `publicUrl`. */
  visit(address: string | URL, cookie?: string): Promise<Page>;
  /** From the install page to Slack, whose user allows it for that workspace, and back. */
  install(grant: Parameters<SlackServer['grant']>[0]): Promise<Page>;
  end(): Promise<void>;
}

export const publicUrl = 'https://elevate.example.org';
const catalogue = loadCatalogue();

/** The whole program with real Bolt and @slack/oauth, on the loopback Slack, where many workspaces install it. */
export async function startForInstalls(): Promise<SlackInstalls> {
  const database = await openModels();
  const clock = createTestClock({ startMs: Date.now(), running: true });
  const log = createRecordingLogger();
  const slack = await startSlackServer({ clock });
  const app = createApp({
    catalogue: await catalogue,
    stores: mongoStores(database.models),
    model: undefined,
    painter: createChartPainter(),
    modelPrices: [],
    clock,
    log,
    holder: 'test',
    isAlive: () => true,
  });
  const { clientId, clientSecret, apiUrl } = slack;
  const stateSecret = 'a-state-secret-of-ours';
  const store = createMongoSlackInstallationStore(database.models, createTextSeal(new Uint8Array(32)));
  const shared = { clientId, clientSecret, apiUrl, store, clock, log };
  const workspaces = manyWorkspaces({ ...shared, installUrl: installUrlOf(publicUrl) });
  const surface = openSlack({
    ...slackParts(app, database.models, clock),
    workspaces,
    installRoutes: installRoutes({ ...shared, stateSecret, publicUrl, onInstalled: workspaces.renew }),
    transport: { kind: 'http', signingSecret: slack.signingSecret },
    apiUrl,
    publicUrl,
    answers: { sharedChannels: false, outsiders: false, guests: true },
    clock,
    log,
  });
  app.addPlatform(surface.platform);
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, routes: surface.routes, log });
  await app.start();
  await slack.sendEventsTo(`${server.url}/slack/events`);

  async function visit(address: string | URL, cookie = ''): Promise<Page> {
    const response = await fetch(String(address).replace(publicUrl, server.url), {
      redirect: 'manual',
      headers: { cookie },
    });
    const location = response.headers.get('location');
    return {
      status: response.status,
      text: (await response.text()).replace(/<style>.*<\/style>|<[^>]*>/g, ' '),
      location: location === null ? undefined : new URL(location),
      cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
      headers: response.headers,
    };
  }

  return {
    slack,
    database,
    clock,
    log,
    stateSecret,
    visit,
    install: async (grant) => {
      const { location, cookie } = await visit(`${publicUrl}/slack/install`);
      const back = new URL(location?.searchParams.get('redirect_uri') ?? '');
      const scopes = location?.searchParams.get('scope')?.split(',') ?? [];
      back.searchParams.set('code', slack.grant({ scopes, ...grant }));
      back.searchParams.set('state', location?.searchParams.get('state') ?? '');
      return visit(back, cookie);
    },
    end: async () => {
      await app.stop(2_000);
      await server.stop();
      await workspaces.close();
      await slack.close();
      await closeModels(database);
    },
  };
}
