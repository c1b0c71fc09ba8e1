import { afterEach, describe, expect, it } from 'vitest';
import { flight, saveThreshold } from '../src/api/operations.generated.ts';
import { newKey } from '../src/desk/new-key.ts';
import { ask } from './ask.ts';
import { hasChromium, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

const saver: Person = { name: 'Threshold saver', role: 'operator' };
const reader: Person = { name: 'Threshold reader', role: 'operator' };

describe.skipIf(!hasChromium)('a threshold that is saved', () => {
  const { url, flightId, open } = inChromium();
  const save = async (threshold: number | null) => {
    const api = { url, person: saver };
    const { version } = (await ask(api, flight, { flightId })).flight!;
    await ask(api, saveThreshold, {
      input: { flightId, threshold, expectedVersion: version, idempotencyKey: newKey() },
    });
  };
  afterEach(() => save(null));

  it('is where the slider stands for everyone, and the headline counts what the list holds', async () => {
    await save(0.95);
    const { page, errors } = await open(reader, `/map?flight=${flightId}`);
    await page.getByText('Show from 95 % on').waitFor();
    await page.locator('.sighting-list button').first().waitFor();
    const listed = await page.locator('.sighting-list button').count();
    await page.locator('.map-total', { hasText: new RegExp(`^${listed} sightings?,`) }).waitFor();
    expect(await page.getByRole('button', { name: 'Save 95 % for this flight' }).isDisabled()).toBe(true);
    // All of them are still to be had: 0 % is asked for like any other number.
    await page.locator('#threshold').fill('0');
    await page.locator('#threshold').blur();
    await page.waitForURL(/confidence=0$/);
    await page.getByText('Show from 0 % on').waitFor();
    expect(errors).toEqual([]);
  });

  it('holds for all flights together too', async () => {
    const { page } = await open(reader, '/map');
    await page.getByText('Show from 0 % on').waitFor();
    const before = await page.locator('.map-total', { hasText: /^\d/ }).textContent();
    await save(0.95);
    await page.reload();
    await page.getByText('Show from what is saved for each flight').waitFor();
    expect(await page.locator('.map-total', { hasText: /^\d/ }).textContent()).not.toBe(before);
  });
});
