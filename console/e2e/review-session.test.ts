import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { labelsOf } from './ask.ts';
import { hasChromium, keepScreenshot, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { answer, tileOnDesk, waitForPicture, waitForTile, waitUntilSent } from './review-steps.ts';

const karen: Person = { name: 'Karen', role: 'biologist' };

describe.skipIf(!hasChromium)('a biologist reviews', () => {
  const { url, open } = inChromium();

  it('answers 50 tiles without a pointer', async () => {
    const { page, errors } = await open(karen, url);
    // From the first screen by Tab and Enter alone.
    await page.getByRole('link', { name: 'Review', exact: true }).first().waitFor();
    await pressUntilFocused(page, 'a.button.main');
    await page.keyboard.press('Enter');
    await waitForPicture(page);
    const keys = ['1', '2', '2', '3', 'n'];
    const answered: string[] = [];
    for (let i = 0; i < 50; i++) answered.push(await answer(page, keys[i % keys.length]!));
    expect(new Set(answered).size).toBe(50);
    // Arrows move and judge nothing.
    const here = await tileOnDesk(page);
    await page.keyboard.press('ArrowLeft');
    await waitForTile(page, answered.at(-1)!);
    await page.keyboard.press('ArrowRight');
    await waitForTile(page, here);
    await keepScreenshot(page, 'review-one-by-one');
    await waitUntilSent(page);
    const labels = await labelsOf({ url, person: karen });
    expect(labels.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
    expect(labels.filter(({ answer: given }) => given === 'HOGWEED')).toHaveLength(10);
    expect(errors).toEqual([]);
  });

  it('looks closer and around by keys, and says what else a plant is', async () => {
    const lise: Person = { name: 'Lise', role: 'biologist' };
    const { page, errors } = await open(lise, `${url}/review/tiles?reason=uncertain`);
    await waitForPicture(page);
    await moveTo(page, /leans to hogweed .* other photos? show/);
    await page.locator('.views button').first().waitFor();
    await keepScreenshot(page, 'review-with-views');
    const whole = await stage(page);
    await page.keyboard.press('+');
    await page.waitForFunction(isElsewhere, whole);
    const closer = await stage(page);
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForFunction(isElsewhere, closer);
    await page.keyboard.press('0');
    await page.waitForFunction(isThere, whole);
    const tile = await tileOnDesk(page);
    await page.keyboard.press('p');
    await page.getByAltText('The whole photo, the tile is outlined').waitFor();
    await page.locator('.viewer-outline').waitFor();
    await waitForPicture(page);
    await keepScreenshot(page, 'review-whole-photo');
    await page.keyboard.press('p');
    await page.keyboard.press('v');
    await page.getByAltText('The same ground in another photo').waitFor();
    await waitForPicture(page);
    await keepScreenshot(page, 'review-other-view');
    // Looking is no answer.
    expect(await tileOnDesk(page)).toBe(tile);
    await page.keyboard.press('l');
    await page.getByRole('dialog', { name: 'Not hogweed, but' }).waitFor();
    await page.keyboard.press('3');
    await page.waitForFunction(isOtherTile, tile);
    await waitUntilSent(page);
    await page.goto(`${url}/tiles/${tile.split('/').map(encodeURIComponent).join('/')}`);
    await page.locator('.tile-history', { hasText: 'Not hogweed (Cow parsley), you' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('takes 20 answers back after a reload, and gives them again', async () => {
    const jens: Person = { name: 'Jens', role: 'biologist' };
    const { page, errors } = await open(jens, `${url}/review/tiles`);
    await waitForPicture(page);
    const answered: string[] = [];
    for (let i = 0; i < 20; i++) answered.push(await answer(page, '2'));
    await waitUntilSent(page);
    await page.reload();
    await waitForPicture(page);
    for (const tileId of answered.toReversed()) {
      await page.keyboard.press('z');
      await waitForTile(page, tileId);
    }
    await waitUntilSent(page);
    const withdrawn = await labelsOf({ url, person: jens });
    expect(withdrawn.filter((label) => label.withdraws === null && !label.withdrawn)).toEqual([]);
    expect(withdrawn.filter((label) => label.withdraws !== null)).toHaveLength(20);
    for (const tileId of answered) {
      await page.keyboard.press('y');
      await waitForTile(page, tileId);
    }
    await waitUntilSent(page);
    const again = (await labelsOf({ url, person: jens })).filter(
      (label) => label.withdraws === null && !label.withdrawn,
    );
    expect(again.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
    expect(errors).toEqual([]);
  });
});

async function pressUntilFocused(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab never reached ${selector}`);
}

/** Moves on to the next tile of which the line below the picture says something. */
async function moveTo(page: Page, why: RegExp): Promise<void> {
  for (let i = 0; i < 38; i++) {
    if (why.test((await page.locator('.desk-why').textContent()) ?? '')) break;
    const tile = await tileOnDesk(page);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(isOtherTile, tile);
  }
  await page.locator('.desk-why', { hasText: why }).waitFor();
  await waitForPicture(page);
}

/** Where and how large the picture lies in its window. */
async function stage(page: Page): Promise<string> {
  return (await page.locator('.viewer-stage').getAttribute('style')) ?? '';
}

/** Runs in the page: whether the picture lies where it lay. */
function isThere(style: string): boolean {
  return document.querySelector('.viewer-stage')?.getAttribute('style') === style;
}

/** Runs in the page: whether the picture was moved or enlarged. */
function isElsewhere(style: string): boolean {
  return document.querySelector('.viewer-stage')?.getAttribute('style') !== style;
}

/** Runs in the page: whether another tile is on the desk. */
function isOtherTile(tile: string): boolean {
  return document.querySelector('.desk-picture')?.getAttribute('data-tile') !== tile;
}
