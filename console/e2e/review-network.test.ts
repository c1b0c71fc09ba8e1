import type { Page, Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { labelsOf } from './ask.ts';
import { hasChromium, keepScreenshot, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { answer, tileOnDesk, waitForPicture, waitUntilSent } from './review-steps.ts';

describe.skipIf(!hasChromium)('reviewing over a bad connection, and with others', () => {
  const { url, open } = inChromium();

  it('loses nothing and doubles nothing when the network is cut, the page reloaded, and the network restored', async () => {
    const mette: Person = { name: 'Mette', role: 'biologist' };
    const { context, page } = await open(mette, `${url}/review/tiles`);
    await waitForPicture(page);
    await page.waitForFunction(isKept);
    const answered = [await answer(page, '1'), await answer(page, '2')];
    await waitUntilSent(page);
    // An answer whose reply is lost on the way back: it arrived, but nobody here knows.
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('mutation LabelTile(') === true) {
        await route.fetch().catch(() => undefined);
        await route.abort().catch(() => undefined);
      } else await route.continue();
    });
    answered.push(await answer(page, '2'));
    await page.getByRole('button', { name: '1 unsent' }).waitFor();
    // Offline first: the answer is sent again as soon as it can be.
    await context.setOffline(true);
    await page.unroute('**/graphql');
    answered.push(await answer(page, '2'), await answer(page, '3'));
    await page.getByRole('button', { name: '3 unsent' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '3 unsent' }).waitFor();
    await page.getByText('No connection').first().waitFor();
    answered.push(await answer(page, '4'));
    await page.getByRole('button', { name: '4 unsent' }).waitFor();
    await keepScreenshot(page, 'review-without-connection');
    await context.setOffline(false);
    await waitUntilSent(page);
    const labels = await labelsOf({ url, person: mette });
    expect(labels.map(({ tileId, answer: given }) => [tileId, given])).toHaveLength(6);
    expect(labels.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
  });

  it('gives two reviewers who begin at the same moment different tiles', async () => {
    const people: Person[] = [
      { name: 'Anna', role: 'biologist' },
      { name: 'Bo', role: 'biologist' },
    ];
    const answers = await Promise.all(
      people.map(async (person) => {
        const { page, errors } = await open(person, url);
        const held = watchHolding(page);
        await page.goto(`${url}/review/tiles`);
        await waitForPicture(page);
        // What the other one was given leaves the list by itself.
        await expect.poll(async () => held.has(await tileOnDesk(page)), { timeout: patienceMs }).toBe(true);
        const answered: string[] = [];
        for (let i = 0; i < 8; i++) answered.push(await answer(page, '2'));
        await waitUntilSent(page);
        const labels = await labelsOf({ url, person });
        expect(labels.map(({ tileId }) => tileId).sort()).toEqual([...answered].sort());
        expect(errors).toEqual([]);
        return answered;
      }),
    );
    expect(new Set(answers.flat()).size).toBe(16);
  });
});

/** The tiles that a page was given for its person alone; grows while it works. */
function watchHolding(page: Page): Set<string> {
  const held = new Set<string>();
  const keep = async (response: Response) => {
    if (response.request().postData()?.includes('"operationName":"HoldReviewTiles"') !== true) return;
    const reply = (await response.json()) as { data?: { holdReviewTiles?: { held: string[] } } };
    for (const tileId of reply.data?.holdReviewTiles?.held ?? []) held.add(tileId);
  };
  page.on('response', (response) => void keep(response).catch(() => undefined));
  return held;
}

/** Runs in the page: whether it could be opened again without a connection. */
async function isKept(): Promise<boolean> {
  return navigator.serviceWorker.controller !== null && (await caches.match('/')) !== undefined;
}
