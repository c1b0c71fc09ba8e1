import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { contextFor, hasChromium, startChromium } from '../../console/e2e/chromium.ts';
import { startFixture } from '../console/fixture/server.ts';
import type { BenchRow } from './table.ts';

const root = path.join(import.meta.dirname, '../..');
const dist = path.join(root, 'console/dist');
const person = { name: 'Bench', role: 'biologist' } as const;

/** As the developer tools of Chromium define it: 400 kbit/s each way, 400 ms more for each answer. */
const slow3g = { offline: false, downloadThroughput: 50_000, uploadThroughput: 50_000, latency: 400 };
/** A quick reviewer looks at a tile for this long. */
const lookMs = 700;

/** The console in Chromium before a server in memory: first load, the next tile on slow 3G, 50,000 sightings. */
export async function benchConsole(): Promise<BenchRow[]> {
  execFileSync(process.execPath, [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', 'console'], {
    cwd: root,
    stdio: 'ignore',
  });
  const rows: BenchRow[] = [
    { name: 'console: first load without the map, kB gzipped', value: firstLoadBytes() / 1000, atMost: 200 },
  ];
  if (!hasChromium) {
    process.stderr.write('Chromium is not installed: the console is not measured in a browser.\n');
    return rows;
  }
  const browser = await startChromium();
  try {
    rows.push(...(await benchReview(browser)), ...(await benchMap(browser)));
  } finally {
    await browser.close();
  }
  return rows;
}

/** What a first visit fetches: the page, and every script and style sheet that it names. */
function firstLoadBytes(): number {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]!);
  return [...files, 'index.html'].reduce(
    (sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length,
    0,
  );
}

async function benchReview(browser: Browser): Promise<BenchRow[]> {
  const server = await startFixture({ photos: 40, reviewTiles: 400, sightings: 100 });
  const context = await contextFor(browser, person);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow3g);
  await page.goto(`${server.url}/review/tiles`, { timeout: 60_000 });
  await page.waitForSelector('.viewer-stage > img');
  await page.waitForTimeout(6000);
  const tookMs: number[] = [];
  for (let i = 0; i < 40; i++) {
    tookMs.push(await page.evaluate(nextTileMs));
    await page.waitForTimeout(lookMs);
  }
  await context.close();
  await server.close();
  tookMs.sort((a, b) => a - b);
  return [
    {
      name: 'console: key to next tile on slow 3G, p95 ms',
      value: tookMs[Math.ceil(tookMs.length * 0.95) - 1]!,
      atMost: 100,
      detail: `median ${tookMs[tookMs.length >> 1]!.toFixed(0)} ms of ${tookMs.length}, a key each ${lookMs} ms`,
    },
  ];
}

/** Runs in the page: presses a key, and says how long it takes until the next tile's picture has been painted. */
function nextTileMs(): Promise<number> {
  const before = document.querySelector('.desk-picture')?.getAttribute('data-tile');
  const began = performance.now();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: '2' }));
  return new Promise((resolve) => {
    const look = () => {
      const picture = document.querySelector<HTMLImageElement>('.viewer-stage > img');
      const isNext = document.querySelector('.desk-picture')?.getAttribute('data-tile') !== before;
      if (isNext && picture?.complete === true && picture.naturalWidth > 0) {
        // The frame that shows it has been painted when the next one begins.
        requestAnimationFrame(() => resolve(performance.now() - began));
      } else requestAnimationFrame(look);
    };
    look();
  });
}

async function benchMap(browser: Browser): Promise<BenchRow[]> {
  const server = await startFixture({ photos: 40, reviewTiles: 10, sightings: 50_000 });
  const context = await contextFor(browser, person);
  const page = await context.newPage();
  // The first visit loads the parts of the console; the measured one draws.
  await page.goto(`${server.url}/flights`);
  await page.waitForLoadState('networkidle');
  await page.addInitScript(watchTasks);
  await page.goto(`${server.url}/map`);
  await page.waitForFunction(() => performance.getEntriesByName('umbel.sightings-drawn').length > 0);
  const drawnMs = await page.evaluate(
    () => performance.getEntriesByName('umbel.sightings-drawn')[0]!.startTime,
  );
  await page.waitForTimeout(1000);
  const longestMs = await pan(page);
  await context.close();
  await server.close();
  return [
    { name: 'console: 50,000 sightings, first draw ms', value: drawnMs, atMost: 1500 },
    { name: 'console: longest task while panning, ms', value: longestMs, atMost: 200 },
  ];
}

/** Drags the map to and fro, and zooms in; the longest task meanwhile. */
async function pan(page: Page): Promise<number> {
  await page.evaluate(() => void Reflect.set(window, 'longestTaskMs', 0));
  const box = (await page.locator('.map').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  for (let i = 0; i < 6; i++) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + (i % 2 === 0 ? 150 : -150), y + 80, { steps: 12 });
    await page.mouse.up();
    if (i % 2 === 1) await page.mouse.wheel(0, -240);
    await page.waitForTimeout(400);
  }
  return page.evaluate(() => Number(Reflect.get(window, 'longestTaskMs')));
}

/** Runs in the page before anything else: remembers the longest task. */
function watchTasks(): void {
  Reflect.set(window, 'longestTaskMs', 0);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      Reflect.set(window, 'longestTaskMs', Math.max(duration, Number(Reflect.get(window, 'longestTaskMs'))));
    }
  }).observe({ type: 'longtask', buffered: false });
}
