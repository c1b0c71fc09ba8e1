import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axe } from './axe.ts';
import { hasChromium, keepScreenshot, openPage, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

const admin: Person = { name: 'Inge', role: 'admin' };
const first = 'Giant hogweed in simulated meadows (demonstration)';
const second = 'Giant hogweed, second season';

describe.skipIf(!hasChromium)('models and health', () => {
  const { url, open } = inChromium();

  it('changes the model in use and changes it back, each with a reason that stays', async () => {
    const { context, page, errors } = await open(admin, `${url}/models`);
    await inUse(page, first).waitFor();
    await card(page, second).getByText(`made from ${first}`).waitFor();
    // Somebody else looks at the same models, and will be too late.
    const late = await openPage(context, `${url}/models`);
    await card(late.page, second).getByRole('button', { name: 'Use this model' }).click();

    await card(page, second).getByRole('button', { name: 'Use this model' }).click();
    const dialog = page.getByRole('dialog', { name: `Use ${second}?` });
    await dialog.waitFor();
    expect(await axe(page)).toEqual([]);
    await keepScreenshot(page, 'model-promotion');
    // A decision without a reason is none.
    expect(await dialog.getByRole('button', { name: 'Use this model' }).isEnabled()).toBe(false);
    await dialog.getByLabel('Why').fill('  a ');
    expect(await dialog.getByRole('button', { name: 'Use this model' }).isEnabled()).toBe(false);
    await dialog.getByLabel('Why').fill('<i>fewer</i> false alarms at the stream');
    await dialog.getByRole('button', { name: 'Use this model' }).click();
    await inUse(page, second).waitFor();
    await latest(page, '<i>fewer</i> false alarms at the stream').waitFor();

    await late.page.getByLabel('Why').fill('it looks better');
    await late.page.getByRole('dialog').getByRole('button', { name: 'Use this model' }).click();
    await late.page.getByText('Somebody else changed this in the meantime').waitFor();
    await late.page.keyboard.press('Escape');
    await inUse(late.page, second).waitFor();

    await page.getByRole('button', { name: 'Go back to the former model' }).click();
    const back = page.getByRole('dialog', { name: 'Go back to the former model?' });
    await back.getByLabel('Why').fill('it misses rosettes under trees');
    await keepScreenshot(page, 'model-rollback');
    await back.getByRole('button', { name: 'Go back to the former model' }).click();
    await inUse(page, first).waitFor();
    await latest(page, 'it misses rosettes under trees').waitFor();
    await latest(page, 'came back into use').waitFor();
    // Both decisions stay, with who made them.
    expect(await page.locator('.promotions li', { hasText: 'Inge' }).count()).toBeGreaterThanOrEqual(2);
    await keepScreenshot(page, 'models-after-rollback');
    expect([...errors, ...late.errors]).toEqual([]);
  });

  it('shows how its answers move, as pictures and as numbers, and changes nothing for those who may not', async () => {
    const { page, errors } = await open({ name: 'Anton', role: 'analyst' }, `${url}/models`);
    await page.locator('.chart').first().waitFor();
    await page.getByText('The numbers').first().click();
    await page.locator('.chart table td').first().waitFor();
    expect(await page.locator('.chart svg[role=img]').count()).toBeGreaterThan(0);
    expect(await page.getByRole('button', { name: /Use this model|Go back/ }).count()).toBe(0);
    expect(errors).toEqual([]);
  });
});

function card(page: Page, title: string): Locator {
  return page.locator('.model', { has: page.getByRole('heading', { name: title, exact: true }) });
}

function inUse(page: Page, title: string): Locator {
  return card(page, title).getByText('in use', { exact: true });
}

/** The decision that was made last. */
function latest(page: Page, text: string): Locator {
  return page.locator('.promotions li').first().getByText(text);
}
