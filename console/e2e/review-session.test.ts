import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { labelsOf } from './ask.ts';
import { contextFor, hasChromium, keepScreenshot, openPage, startChromium, type Person } from './chromium.ts';
import { answer, tileOnDesk, waitForPicture, waitUntilSent } from './review-steps.ts';

const karen: Person = { name: 'Karen', role: 'biologist' };

describe.skipIf(!hasChromium)('a biologist reviews', () => {
  const url = inject('url');
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  it('answers 50 tiles without a pointer', async () => {
    const context = await contextFor(browser, karen);
    const { page, errors } = await openPage(context, url);
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
    expect(await tileOnDesk(page)).toBe(answered.at(-1));
    await page.keyboard.press('ArrowRight');
    expect(await tileOnDesk(page)).toBe(here);
    await keepScreenshot(page, 'review-one-by-one');
    await waitUntilSent(page);
    const labels = await labelsOf({ url, person: karen });
    expect(labels.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
    expect(labels.filter(({ answer: given }) => given === 'HOGWEED')).toHaveLength(10);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('takes 20 answers back after a reload, and gives them again', async () => {
    const jens: Person = { name: 'Jens', role: 'biologist' };
    const context = await contextFor(browser, jens);
    const { page, errors } = await openPage(context, `${url}/review/tiles`);
    await waitForPicture(page);
    const answered: string[] = [];
    for (let i = 0; i < 20; i++) answered.push(await answer(page, '2'));
    await waitUntilSent(page);
    await page.reload();
    await waitForPicture(page);
    for (const tileId of answered.toReversed()) {
      await page.keyboard.press('z');
      await page.waitForFunction(
        (id) => document.querySelector('.desk-picture')?.getAttribute('data-tile') === id,
        tileId,
      );
    }
    await waitUntilSent(page);
    const withdrawn = await labelsOf({ url, person: jens });
    expect(withdrawn.filter((label) => label.withdraws === null && !label.withdrawn)).toEqual([]);
    expect(withdrawn.filter((label) => label.withdraws !== null)).toHaveLength(20);
    for (let i = 0; i < 20; i++) await page.keyboard.press('y');
    await waitUntilSent(page);
    const again = (await labelsOf({ url, person: jens })).filter(
      (label) => label.withdraws === null && !label.withdrawn,
    );
    expect(again.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
    expect(errors).toEqual([]);
    await context.close();
  });
});

async function pressUntilFocused(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`Tab never reached ${selector}`);
}
