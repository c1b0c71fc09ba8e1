import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportData } from '#core/report/report-data.ts';
import { renderReport } from '#core/report/report.ts';
import { leafletAssets, sampleReport } from './sample-report.ts';

const executablePath = process.env['UMBEL_CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

describe.skipIf(!existsSync(executablePath))('report in a browser', () => {
  let browser: Browser;
  let folder: string;
  let data: ReportData;

  beforeAll(async () => {
    [browser, folder, data] = await Promise.all([
      chromium.launch({ executablePath, args: flags }),
      mkdtemp(join(tmpdir(), 'umbel-report-')),
      sampleReport(),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  /** The report opened from a file; `troubles` collects errors, console output and requests. */
  async function open(
    report: ReportData,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; troubles: string[] }> {
    const file = join(folder, `report-${Math.random()}.html`);
    await writeFile(file, renderReport(report, await leafletAssets()));
    const page = await browser.newPage(options);
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith('data:') && url !== pathToFileURL(file).href) troubles.push(`asked for ${url}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, troubles };
  }

  it('shows every sighting as a pin of its band, without errors and without the network', async () => {
    const { page, troubles } = await open(data);
    for (const band of ['certain', 'probable', 'possible']) {
      const expected = data.sightings.filter((sighting) => sighting.band === band).length;
      expect(expected, band).toBeGreaterThan(0);
      expect(await page.locator(`.pin-icon .pin-${band}`).count(), band).toBe(expected);
    }
    expect(await page.locator('.leaflet-control-scale-line').textContent()).toMatch(/^\d+ m$/);
    expect(await page.title()).toBe('Brook meadow, lower reach · giant hogweed report');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('opens the bubble of a sighting from the table, with its picture', async () => {
    const { page, troubles } = await open(data);
    await page.click('button[data-sighting="2"]');
    const bubble = page.locator('.leaflet-popup-content');
    await bubble.waitFor();
    expect(await bubble.textContent()).toContain('Sighting 2');
    expect(await bubble.textContent()).toMatch(/seen in \d+ of \d+ photos/);
    const loaded = bubble.locator('img').evaluate((image) => 'naturalWidth' in image && image.naturalWidth);
    expect(await loaded).toBe(128);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('opens the bubble of a pin with the keyboard', async () => {
    const { page } = await open(data);
    const pin = page.locator('.pin-icon').first();
    await pin.focus();
    expect(await pin.getAttribute('aria-label')).toMatch(/^Sighting \d+, (?:certain|probable|possible)/);
    await page.keyboard.press('Enter');
    await page.locator('.leaflet-popup-content').waitFor();
    await page.close();
  });

  it('hides a band when its box is cleared', async () => {
    const { page } = await open(data);
    await page.uncheck('input[data-layer="certain"]');
    expect(await page.locator('.pin-icon .pin-certain').count()).toBe(0);
    expect(await page.locator('.pin-icon .pin-probable').count()).toBeGreaterThan(0);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    const { page, troubles } = await open(data, { viewport: { width: 360, height: 740 }, colorScheme });
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(360);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('draws thousands of sightings on the canvas', async () => {
    const [first] = data.sightings;
    const many = Array.from({ length: 3000 }, (_, i) => ({
      ...first!,
      number: i + 1,
      lat: first!.lat + (i % 50) * 1e-5,
      lon: first!.lon + Math.floor(i / 50) * 1e-5,
    }));
    const { page, troubles } = await open({ ...data, sightings: many, pictures: {} });
    expect(await page.locator('.pin-icon').count()).toBe(0);
    await page.click('button[data-sighting="5"]');
    expect(await page.locator('.leaflet-popup-content').textContent()).toContain('Sighting 5');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('shows a flight that lies across the antimeridian in one piece', async () => {
    const across = data.sightings.map((sighting) => {
      const lon = sighting.lon - 12.5 + 180;
      return { ...sighting, lon: lon >= 180 ? lon - 360 : lon };
    });
    expect(new Set(across.map(({ lon }) => Math.sign(lon))).size).toBe(2);
    const { page } = await open({ ...data, sightings: across, photos: [] });
    const scale = await page.locator('.leaflet-control-scale-line').textContent();
    expect(Number.parseFloat(scale!)).toBeLessThanOrEqual(50);
    expect(scale).toMatch(/ m$/);
    await page.close();
  });
});
