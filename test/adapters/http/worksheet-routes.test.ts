import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../src/adapters/http/http-server.ts';
import { worksheetRoutes } from '../../../src/adapters/http/worksheet-routes.ts';
import { blankWorksheets } from '../../../src/course/module-worksheet.ts';
import { loadCatalogue } from '../../../src/load-catalogue.ts';
import { silentLogger } from '../../support/silent-logger.ts';

let server: HttpServer;

beforeAll(async () => {
  const { modules } = await loadCatalogue();
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: worksheetRoutes(blankWorksheets(modules)),
    log: silentLogger,
  });
});
afterAll(() => server.stop());

test.each([
  ['gift-worksheet.md', 'text/markdown', '# Worksheet: Gift'],
  ['foundation-worksheet.csv', 'text/csv', 'Part,Row,Cell,Question,Your answer'],
])('%s is served to anybody, blank', async (name, type, beginning) => {
  const response = await fetch(`${server.url}/worksheets/${name}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  expect((await response.text()).startsWith(beginning)).toBe(true);
});

test.each(['gift-worksheet.pdf', 'gift', '..%2Fpackage.json'])('%s is no worksheet', async (name) => {
  expect((await fetch(`${server.url}/worksheets/${name}`)).status).toBe(404);
});
