import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { flight } from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { hasChromium, keepScreenshot, openPage, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

const crew: Person = { name: 'Field crew', role: 'operator' };

describe.skipIf(!hasChromium)('the map', () => {
  const { url, flightId, open } = inChromium();

  it('shows sightings although the server of its ground is dead', async () => {
    const { page, errors } = await open(crew, `${url}/map?flight=${flightId}`);
    await page.getByText('The background map does not load').waitFor();
    await page.waitForFunction(isPainted);
    await keepScreenshot(page, 'map-without-ground');
    expect(errors).toEqual([]);
  });

  it('says in sightings and hectares what a threshold keeps, and saves nothing before it is told to', async () => {
    const { page, errors } = await open(crew, `${url}/map?flight=${flightId}`);
    const saved = async () => (await ask({ url, person: crew }, flight, { flightId })).flight?.threshold;
    const all = await keptOf(page);
    expect(all.sightings).toBeGreaterThan(0);
    expect(all.hectares).toBeGreaterThan(0);
    await page.locator('#threshold').focus();
    for (let i = 0; i < 18; i++) await page.keyboard.press('ArrowRight');
    await page.waitForURL(/confidence=0\.9/);
    // The address may change before the figures do.
    await expect
      .poll(async () => (await keptOf(page)).sightings, { timeout: patienceMs })
      .toBeLessThan(all.sightings);
    const kept = await keptOf(page);
    expect(kept.hectares).toBeLessThanOrEqual(all.hectares);
    await page.getByText(`of ${all.sightings} sightings`).waitFor();
    // The list beside the map keeps as many as the slider said.
    await page.waitForFunction(
      (wanted) => document.querySelectorAll('.sighting-list button').length === wanted,
      Math.min(50, kept.sightings),
    );
    expect(await saved()).toBeNull();
    await page.getByRole('button', { name: 'Save 90 % for this flight' }).click();
    await page.getByText('Saved for this flight: from 90 % on.').waitFor();
    expect(await saved()).toBe(0.9);
    await keepScreenshot(page, 'map-threshold');
    await page.getByRole('button', { name: 'Let the model decide' }).click();
    await page.getByText('For this flight nothing is saved').waitFor();
    expect(await saved()).toBeNull();
    expect(errors).toEqual([]);
  });

  it('keeps every filter in the address, and brings it back from there', async () => {
    const { context, page } = await open(crew, `${url}/map?flight=${flightId}`);
    await page.locator('.sighting-list button').first().waitFor();
    await page.getByLabel('possible').uncheck();
    await page.getByText('More filters').click();
    await page.getByLabel('rejected').check();
    await page.getByLabel('gone').uncheck();
    await page.getByLabel('Taken from').fill('2020-01-31');
    await page.waitForURL(/bands=certain\.probable/);
    await page.waitForURL(/reviews=unreviewed\.confirmed\.unsure\.rejected/);
    await page.waitForURL(/marks=none\.treated\.not_found/);
    await page.waitForURL(/from=2020-01-31/);
    // The address in another window shows the same.
    const other = await openPage(context, page.url());
    await other.page.getByText('More filters').click();
    const checked = (name: string) => other.page.getByLabel(name, { exact: false }).first().isChecked();
    expect(await checked('certain')).toBe(true);
    expect(await checked('possible')).toBe(false);
    expect(await checked('rejected')).toBe(true);
    expect(await checked('gone')).toBe(false);
    expect(await other.page.getByLabel('Taken from').inputValue()).toBe('2020-01-31');
    expect(await other.page.locator('#map-flight').inputValue()).toBe(flightId);
  });

  it('takes what a crew found, with the day, and takes it back', async () => {
    const { page } = await open(crew, `${url}/map?flight=${flightId}`);
    await page.locator('.sighting-list button').first().click();
    await mark(page, 'treated', '2026-07-01', 'cut to the root');
    await page.getByText('1 Jul 2026').waitFor();
    await mark(page, 'not found', '2026-08-02', '');
    await page.getByText('2 Aug 2026').waitFor();
    await mark(page, 'gone', '2026-09-15', '<b>cut</b> =1+1');
    await page.getByText('15 Sept 2026').waitFor();
    // What people write is text, whatever it looks like.
    await page.getByText('<b>cut</b> =1+1').waitFor();
    expect(await page.locator('.marks b').count()).toBe(0);
    await keepScreenshot(page, 'sighting');
    // The map and its list know the latest of them; so does the address with a filter on it.
    await page.getByRole('button', { name: 'All sightings' }).click();
    await page.locator('.sighting-list button', { hasText: 'gone' }).waitFor();
    await page.goto(`${url}/map?flight=${flightId}&marks=gone`);
    await page.locator('.sighting-list button', { hasText: 'gone' }).click();
    for (let left = 3; left > 0; left--) {
      await page.waitForFunction((wanted) => document.querySelectorAll('.marks li').length === wanted, left);
      await page.getByRole('button', { name: 'Take back' }).last().click();
    }
    await page.getByText('No crew has been here yet').waitFor();
  });

  it('makes a file of what the map shows, in every format', async () => {
    const { page, errors } = await open(crew, `${url}/map?flight=${flightId}&confidence=0.9`);
    const { sightings } = await keptOf(page);
    await page.getByText('Export', { exact: true }).click();
    const formats = await page
      .locator('#export-format option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(formats).toEqual(expect.arrayContaining(['GEOJSON', 'CSV', 'GPX', 'KML', 'DWC']));
    const files = new Map<string, string>();
    for (const format of formats) {
      await page.locator('#export-format').selectOption(format);
      const former = await linkOf(page);
      await page.getByRole('button', { name: 'Make the file' }).click();
      // The link of the file before stays until the new one is there.
      await expect.poll(() => linkOf(page), { timeout: patienceMs }).not.toBe(former);
      const link = page.locator('.map-side a[download]');
      await link.getByText(`(${sightings} sightings)`).waitFor();
      const download = page.waitForEvent('download');
      await link.click();
      files.set(format, readFileSync(await (await download).path(), 'utf8'));
    }
    expect([...files.values()].every((text) => text.length > 100)).toBe(true);
    expect(sightingsIn(files.get('GEOJSON') ?? '')).toBe(sightings);
    await keepScreenshot(page, 'map-export');
    expect(errors).toEqual([]);
  });
});

/** What the side of the map says is kept: sightings, and hectares of ground. */
async function keptOf(page: Page): Promise<{ readonly sightings: number; readonly hectares: number }> {
  const total = page.locator('.map-total', { hasText: /^[1-9]/ });
  await total.waitFor();
  const found = /^([\d,]+) sightings?, ([\d.]+) ha/.exec((await total.textContent()) ?? '');
  return { sightings: Number(found?.[1]?.replaceAll(',', '')), hectares: Number(found?.[2]) };
}

async function mark(page: Page, kind: string, day: string, note: string): Promise<void> {
  await page.locator('fieldset').getByLabel(kind, { exact: true }).check();
  await page.getByLabel('Day of the visit').fill(day);
  await page.getByLabel('Note').fill(note);
  await page.getByRole('button', { name: 'Save the visit' }).click();
}

/** Where the file lies that was made last; undefined before the first. */
async function linkOf(page: Page): Promise<string | undefined> {
  const links = await page
    .locator('.map-side a[download]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('href') ?? ''));
  return links[0];
}

/** Sightings in a file: of a stand there is the outline too. */
function sightingsIn(geojson: string): number {
  const { features } = JSON.parse(geojson) as {
    readonly features: readonly { readonly properties: { readonly kind: string } }[];
  };
  return features.filter(({ properties }) => properties.kind === 'sighting').length;
}

/** Runs in the page: whether sightings are painted on their canvas. */
function isPainted(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('.sighting-canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels !== undefined && pixels.filter((value, i) => i % 4 === 3 && value > 0).length > 200;
}
