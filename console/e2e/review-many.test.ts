import { describe, expect, it } from 'vitest';
import { labelsOf } from './ask.ts';
import { hasChromium, keepScreenshot, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { answer, waitForPicture, waitUntilSent } from './review-steps.ts';

describe.skipIf(!hasChromium)('answers on many tiles', () => {
  const { url, flightId, open } = inChromium();

  it('decides many tiles at once only after a random sample, and takes all of them back', async () => {
    const lars: Person = { name: 'Lars', role: 'biologist' };
    const { page, errors } = await open(lars, `${url}/review/many?flight=${flightId}`);
    await page.getByRole('button', { name: 'Draw the sample' }).click();
    await waitForPicture(page);
    const size = Number(
      /Sample of (\d+)/.exec((await page.locator('.sample-note').textContent()) ?? '')?.[1],
    );
    expect(size).toBeGreaterThanOrEqual(10);
    await answer(page, '1');
    for (let i = 1; i < size - 1; i++) await answer(page, '2');
    await page.keyboard.press('2');
    const share = Math.floor((100 * (size - 1)) / size);
    await page.getByText(`The common answer was right for ${share} % of the sample`).waitFor();
    const decide = page.getByRole('button', { name: /^Answer “Not hogweed” for/ });
    await decide.and(page.locator(':enabled')).waitFor();
    const all = Number(/\d+/.exec((await decide.textContent()) ?? '')?.[0]);
    // One that is different is left out with a key.
    await page.locator('.tile-grid button').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('x');
    await keepScreenshot(page, 'review-many-decide');
    await decide.click();
    await page.getByText(`${all - 1} tiles answered`).waitFor();
    const standing = async () =>
      (await labelsOf({ url, person: lars })).filter((label) => label.withdraws === null && !label.withdrawn);
    expect(await standing()).toHaveLength(size + all - 1);
    await page.getByRole('button', { name: 'Take all of them back' }).click();
    // They go out one by one, some of them before anybody could see that they wait.
    await expect.poll(standing, { timeout: patienceMs }).toHaveLength(size);
    expect(errors).toEqual([]);
  });

  it('labels a whole photo by keyboard', async () => {
    const ida: Person = { name: 'Ida', role: 'biologist' };
    const { page, errors } = await open(ida, `${url}/label/${flightId}`);
    await page.locator('.photos a').first().click();
    await page.locator('.cell').first().focus();
    // Others may have found hogweed in this photo before.
    const before = Number.parseInt((await page.locator('.label-side .map-total').textContent()) ?? '', 10);
    for (const key of ['x', 'ArrowRight', 'ArrowDown', 'x', 'ArrowRight', 'u'])
      await page.keyboard.press(key);
    await page.getByText(`${before + 2} cells with hogweed`).waitFor();
    await keepScreenshot(page, 'label-cells');
    await page.keyboard.press('s');
    await waitUntilSent(page);
    const labels = await labelsOf({ url, person: ida });
    expect(labels.map((label) => label.answer).sort()).toEqual(['HOGWEED', 'HOGWEED', 'UNSURE']);
    expect(errors).toEqual([]);
  });
});
