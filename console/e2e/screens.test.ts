import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { models, photos, reviewQueue, sightings } from '../src/api/operations.generated.ts';
import { shortcutIds, shortcuts, type Shortcut } from '../src/keys/shortcuts.ts';
import { ask } from './ask.ts';
import { danish } from '../src/texts/da/da.ts';
import { english } from '../src/texts/en/en.ts';
import { axe } from './axe.ts';
import { hasChromium, keepScreenshot, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { foreignIn } from './plain-words.ts';
import { answer, tileOnDesk, waitForPicture, waitUntilSent } from './review-steps.ts';

const admin: Person = { name: 'Inge', role: 'admin' };

describe.skipIf(!hasChromium)('every screen', () => {
  const { url, flightId, open } = inChromium();
  let screens: readonly (readonly [string, string])[] = [];
  beforeAll(async () => {
    screens = await screensOf(url, flightId);
  });

  it.each([
    [
      'light, in English, on a desk',
      { locale: 'en-GB', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
      'desk',
    ],
    [
      'dark, in Danish, on a tablet',
      { locale: 'da-DK', colorScheme: 'dark', viewport: { width: 820, height: 1180 }, hasTouch: true },
      'tablet',
    ],
  ] as const)('is accessible, fits, and speaks plainly: %s', async (_, options, name) => {
    const { page, errors } = await open(admin, url, options);
    const found: Record<string, unknown> = {};
    for (const [screen, path] of screens) {
      await page.goto(`${url}${path}`);
      await settled(page);
      await keepScreenshot(page, `${screen}-${name}`);
      const wrong = [...(await axe(page)), ...(await foreign(page)), ...(await tooWide(page))];
      if (wrong.length > 0) found[screen] = wrong;
    }
    expect(found).toEqual({});
    expect(errors).toEqual([]);
  });

  it.each([
    ['in English', 'en-GB', english],
    ['in Danish', 'da-DK', danish],
  ] as const)('opens dialogs that are accessible and speak plainly: %s', async (_, locale, t) => {
    const { context, page, errors } = await open(admin, `${url}/review/tiles`, {
      locale,
      viewport: { width: 820, height: 1180 },
    });
    const found: Record<string, unknown> = {};
    const look = async (name: string, title: string) => {
      await page.getByRole('dialog', { name: title }).waitFor();
      await keepScreenshot(page, `dialog-${name}-${locale.slice(0, 2)}`);
      const wrong = [...(await axe(page)), ...(await foreign(page)), ...(await tooWide(page))];
      if (wrong.length > 0) found[name] = wrong;
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await waitForPicture(page);
    await page.keyboard.press('?');
    await look('keys', t.keysTitle);
    await page.keyboard.press('l');
    await look('look-alikes', t.review.lookAlikeTitle);
    await page.getByRole('button', { name: admin.name }).click();
    await look('settings', t.settings);
    await context.setOffline(true);
    await answer(page, '4');
    await page.getByRole('button', { name: t.unsent(1) }).click();
    await look('unsent', t.unsent(1));
    await context.setOffline(false);
    await page.keyboard.press('z');
    await waitUntilSent(page);
    await page.goto(`${url}/models`);
    await page.getByRole('button', { name: t.models.use }).first().click();
    await look('promote', t.models.use.split(' ')[0]!);
    expect(found).toEqual({});
    expect(errors).toEqual([]);
  });

  it('shows every key there is, and lets those of one letter be turned off', async () => {
    const { page } = await open(admin, `${url}/review/tiles`);
    await waitForPicture(page);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    const rows = await page
      .locator('.key-table dl > div')
      .evaluateAll((all) =>
        all.map((row) => [row.querySelector('dt')?.textContent, row.querySelectorAll('kbd').length]),
      );
    expect(rows).toEqual(
      shortcutIds.map((id) => [english.keyActions[id], (shortcuts[id] as Shortcut).keys.length]),
    );
    await page.getByLabel('Use keys of one letter').uncheck();
    await page.keyboard.press('Escape');
    const tile = await tileOnDesk(page);
    await page.keyboard.press('2');
    // A key that is no letter works all the same, and finds that nothing was answered.
    await page.keyboard.press('ArrowRight');
    await page.getByText('Tile 2 of').waitFor();
    await page.getByText('0 answered here').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('Tile 1 of').waitFor();
    expect(await tileOnDesk(page)).toBe(tile);
  });
});

/** Every screen with an address that has something to show. */
async function screensOf(url: string, flightId: string): Promise<(readonly [string, string])[]> {
  const api = { url, person: admin };
  const photo =
    (await ask(api, photos, { flightId, outcome: 'TILED', first: 1 })).photos.items[0]?.photoId ?? '';
  const tile = (await ask(api, reviewQueue, { first: 1 })).reviewQueue.items[0]?.tile.tileId ?? '';
  const sighting = (await ask(api, sightings, { first: 1 })).sightings.items[0]?.sightingId ?? '';
  const model = (await ask(api, models, { first: 1 })).models.items[0]?.modelId ?? '';
  return [
    ['home', '/'],
    ['flights', '/flights'],
    ['flight', `/flights/${flightId}`],
    ['photo', `/flights/${flightId}/photos/${photo}`],
    ['upload', '/upload'],
    ['review', '/review'],
    ['review-tile', '/review/tiles'],
    ['review-many', '/review/many'],
    ['tile', `/tiles/${tile.split('/').map(encodeURIComponent).join('/')}`],
    ['label', '/label'],
    ['label-flight', `/label/${flightId}`],
    ['label-photo', `/label/${flightId}/${photo}`],
    ['map', `/map?flight=${flightId}`],
    ['sighting', `/sightings/${flightId}/${sighting}`],
    ['models', `/models/${model}`],
    ['not-found', '/no/such/page'],
  ];
}

/** Waits until nothing is asked for any more and pictures are there. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
}

/** What is written on the screen, or said of it to those who do not see it, and is no plain word. */
async function foreign(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const attributes = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder'];
    const said = [...document.querySelectorAll('body *')].flatMap((element) =>
      attributes.map((name) => element.getAttribute(name) ?? ''),
    );
    return [document.title, document.body.innerText, ...said];
  });
  const found = new Set(texts.flatMap((text) => foreignIn(text) ?? []));
  return [...found].map((word) => `says "${word}"`);
}

async function tooWide(page: Page): Promise<string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return over > 1 ? [`is ${over} px too wide`] : [];
}
