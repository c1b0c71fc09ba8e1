import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { models } from '../src/api/operations.generated.ts';
import { ask, labelsOf } from './ask.ts';
import { axe } from './axe.ts';
import { hasChromium, keepScreenshot, openPage, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { waitForPicture, waitUntilSent } from './review-steps.ts';

const pilot: Person = { name: 'Pilot', role: 'operator' };
const ida: Person = { name: 'Ida', role: 'biologist' };
const flightId = 'first-meadow';

describe.skipIf(!hasChromium)('a flight before there is any model', () => {
  const url = inject('urlWithoutModel');
  const { open } = inChromium();
  const title = 'The first meadow';

  it('is labelled by keyboard on the grid of its photos, in light and dark', async () => {
    const up = await open(pilot, `${url}/upload`);
    await up.page.locator('input[type=file]').setInputFiles(folderOf(flightId));
    await up.page.getByText('3 photos are good').waitFor();
    await up.page.getByLabel('Title').fill(title);
    await up.page.getByRole('button', { name: 'Send 3 photos' }).click();
    await up.page.getByText('The flight is complete').waitFor();
    await up.page.getByRole('link', { name: 'Follow the flight' }).click();
    await up.page.getByText('Results as files').waitFor();
    // Nobody has looked for plants yet: no figure says that there are none.
    await up.page.getByText('ready to be labelled').waitFor();
    expect(await up.page.locator('.figures').getByText('Sightings').count()).toBe(0);
    const known = (await ask({ url, person: ida }, models, { first: 9 })).models.items;
    expect(known.filter(({ inProduction }) => inProduction)).toEqual([]);
    await keepScreenshot(up.page, 'flight-without-model');

    const { context, page, errors } = await open(ida, `${url}/label`);
    await page.getByRole('link', { name: title }).click();
    await page.locator('.photos a').first().click();
    await waitForPicture(page);
    // Nobody has an opinion yet, no model either: there is nothing that could be shown beside one's own.
    await page.getByText('0 cells with hogweed').waitFor();
    expect(await page.getByLabel('Show what the model says').count()).toBe(0);
    const cells = await page.locator('.cell').count();
    expect(cells).toBeGreaterThan(1);
    await page.locator('.cell').first().focus();
    for (const key of ['x', 'ArrowRight', 'u']) await page.keyboard.press(key);
    await page.getByText('1 cell with hogweed').waitFor();
    expect(await axe(page)).toEqual([]);
    await keepScreenshot(page, 'label-without-model');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot(page, 'label-without-model-dark');
    const address = page.url();
    await page.keyboard.press('s');
    // On to the next photo; what was answered is on its way.
    await page.waitForURL((now) => now.href !== address);
    await waitUntilSent(page);

    // All cells of the photo have an answer: one with hogweed, one that nobody can tell, the rest without.
    const given = await labelsOf({ url, person: ida });
    expect(given.map(({ answer }) => answer).sort()).toEqual([
      'HOGWEED',
      ...Array.from({ length: cells - 2 }, () => 'NOT_HOGWEED'),
      'UNSURE',
    ]);
    // They are there again for whoever opens the photo.
    const again = await openPage(context, address);
    await again.page.getByText('1 cell with hogweed').waitFor();
    expect([...up.errors, ...errors, ...again.errors]).toEqual([]);
  });
});

/** A folder with the photos for an upload. */
function folderOf(name: string): string {
  const photosDir = inject('photosDir');
  const folder = path.join(photosDir, name);
  mkdirSync(folder);
  for (const photo of readdirSync(photosDir).filter((each) => each.endsWith('.JPG')))
    copyFileSync(path.join(photosDir, photo), path.join(folder, photo));
  return folder;
}
