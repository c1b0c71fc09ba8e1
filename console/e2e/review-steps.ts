import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import { patienceMs } from './chromium.ts';

/** The tile on the desk, by its id. */
export async function tileOnDesk(page: Page): Promise<string> {
  const id = await page.locator('.desk-picture').getAttribute('data-tile');
  expect(id).not.toBeNull();
  return id!;
}

/** Waits until a tile's picture is on screen, whole. */
export async function waitForPicture(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const picture = document.querySelector<HTMLImageElement>('.viewer-stage > img');
    return picture !== null && picture.complete && picture.naturalWidth > 0;
  });
}

/** Waits until a tile is on the desk. */
export async function waitForTile(page: Page, tileId: string): Promise<void> {
  await page.waitForFunction(
    (id) => document.querySelector('.desk-picture')?.getAttribute('data-tile') === id,
    tileId,
  );
}

/** Presses a key that answers, and waits for the next tile; the id of the tile that was answered. */
export async function answer(page: Page, key: string): Promise<string> {
  const before = await tileOnDesk(page);
  await page.keyboard.press(key);
  await page.waitForFunction(
    (id) => document.querySelector('.desk-picture')?.getAttribute('data-tile') !== id,
    before,
  );
  return before;
}

/** Waits until nothing is unsent any more. */
export async function waitUntilSent(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.unsent button') === null, undefined, {
    timeout: patienceMs,
  });
}
