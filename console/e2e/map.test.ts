import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contextFor, hasChromium, keepScreenshot, openPage, startChromium, type Person } from './chromium.ts';

const crew: Person = { name: 'Field crew', role: 'operator' };

describe.skipIf(!hasChromium)('the map', () => {
  const url = inject('url');
  const flightId = inject('flightId');
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it('shows sightings although the server of its ground is dead', async () => {
    const context = await contextFor(browser, crew);
    const { page, errors } = await openPage(context, `${url}/map?flight=${flightId}`);
    await page.getByText('The background map does not load').waitFor();
    await page.waitForFunction(isPainted);
    await keepScreenshot(page, 'map-without-ground');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keeps its filters in the address and says what a threshold keeps before anything is saved', async () => {
    const context = await contextFor(browser, crew);
    const { page } = await openPage(context, `${url}/map?flight=${flightId}`);
    const total = page.locator('.map-total');
    await page.waitForFunction(() => /^[1-9]/.test(document.querySelector('.map-total')?.textContent ?? ''));
    const before = await total.textContent();
    await page.locator('#threshold').focus();
    for (let i = 0; i < 17; i++) await page.keyboard.press('ArrowRight');
    await page.waitForURL(/confidence=0\.85/);
    expect(await total.textContent()).not.toBe(before);
    await page.getByLabel('possible').uncheck();
    await page.waitForURL(/bands=certain\.probable/);
    await page.reload();
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('#threshold')?.value === '0.85',
    );
    expect(await page.getByLabel('possible').isChecked()).toBe(false);
    await context.close();
  });

  it('takes what a crew found, with the day, and takes it back', async () => {
    const context = await contextFor(browser, crew);
    const { page } = await openPage(context, `${url}/map?flight=${flightId}`);
    await page.locator('.sighting-list button').first().click();
    await page.getByLabel('gone').check();
    await page.getByLabel('Day of the visit').fill('2026-09-15');
    await page.getByLabel('Note').fill('<b>cut</b> =1+1');
    await page.getByRole('button', { name: 'Save the visit' }).click();
    await page.getByText('15 Sept 2026').waitFor();
    // What people write is text, whatever it looks like.
    await page.getByText('<b>cut</b> =1+1').waitFor();
    await keepScreenshot(page, 'sighting');
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('No crew has been here yet').waitFor();
    expect(await page.locator('.marks li').count()).toBe(0);
    await context.close();
  });
});

/** Runs in the page: whether sightings are painted on their canvas. */
function isPainted(): boolean {
  const canvas = document.querySelector<HTMLCanvasElement>('.sighting-canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels !== undefined && pixels.filter((value, i) => i % 4 === 3 && value > 0).length > 200;
}
