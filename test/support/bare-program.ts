import { createChartPainter } from '../../src/adapters/chart/chart-painter.ts';
import { createMongoPlaygroundFileStore } from '../../src/adapters/mongo/mongo-playground-file-store.ts';
import { createMongoPlaygroundStore } from '../../src/adapters/mongo/mongo-playground-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { createPlaygroundPlatform } from '../../src/adapters/playground/playground-platform.ts';
import { type App, createApp } from '../../src/app.ts';
import { mongoStores } from '../../src/compose.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { silentLogger } from './silent-logger.ts';

export interface BareProgramOptions {
  models: StoreModels;
  catalogue: Catalogue;
  clock: Clock;
  model?: LanguageModel | undefined;
}

/** The program with its playground and without a server in front. Not started: it works what it is told of. */
export function createBareProgram({ models, catalogue, clock, model }: BareProgramOptions): App {
  const app = createApp({
    catalogue,
    stores: mongoStores(models),
    model,
    painter: createChartPainter(),
    modelPrices: [],
    clock,
    log: silentLogger,
    holder: 'test',
    isAlive: () => true,
  });
  app.addPlatform(
    createPlaygroundPlatform(
      createMongoPlaygroundStore(models),
      createMongoPlaygroundFileStore(models),
      clock,
    ),
  );
  return app;
}
