import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium, keepScreenshot, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { waitForPicture } from './review-steps.ts';

const reader: Person = { name: 'Reader far out', role: 'biologist' };
const notNow = 'This cannot be loaded now.';

/** Lets nothing come back from the server to some questions, as a connection that is lost just then. */
async function lose(page: Page, ...operations: readonly string[]): Promise<void> {
  await page.route('**/graphql', (route) => {
    const asked = route.request().postData() ?? '';
    return operations.some((name) => asked.includes(`"operationName":"${name}"`))
      ? route.abort()
      : route.continue();
  });
}

describe.skipIf(!hasChromium)('what could not be loaded', () => {
  const { flightId, open } = inChromium();

  it('is not said to be nothing: other views of a tile, and they come when they can be had', async () => {
    const { page } = await open(reader, '/');
    await lose(page, 'OtherViews');
    await page.goto(new URL('/review/tiles', page.url()).href);
    await waitForPicture(page);
    await page.locator('.context').getByText(notNow).waitFor();
    expect(await page.getByText('No other photo shows this ground').count()).toBe(0);
    await keepScreenshot(page, 'review-views-not-loaded');
    await page.unroute('**/graphql');
    await page.locator('.context').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.context').getByText(notNow).waitFor({ state: 'detached' });
  });

  it('is not said to be nothing: tiles that wait, sightings and their number, photos', async () => {
    const { page } = await open(reader, '/flights');
    await lose(page, 'ReviewFigures', 'ConfidenceFigures', 'SightingsInView', 'Photos');
    await page.locator('.brand').click();
    await page.getByText(notNow).waitFor();
    await page.goto(new URL(`/map?flight=${flightId}`, page.url()).href);
    await page.locator('.map-total', { hasText: notNow }).waitFor();
    await page.getByText('The sightings cannot be loaded now.').waitFor();
    await page.goto(new URL(`/flights/${flightId}`, page.url()).href);
    await page.getByText(notNow).first().waitFor();
    await page.goto(new URL(`/label/${flightId}`, page.url()).href);
    await page.getByRole('alert').waitFor();
    expect(await page.getByText('No photo of this flight is ready yet').count()).toBe(0);
  });
});
