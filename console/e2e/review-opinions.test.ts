import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { needsSecondOpinion, secondOpinionShare } from '#core/review/queue.ts';
import {
  labelTile,
  reviewQueue,
  secondOpinions,
  sightings,
  type Answer,
} from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { hasChromium, keepScreenshot, openPage, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { answer, tileOnDesk, waitForPicture, waitUntilSent } from './review-steps.ts';

describe.skipIf(!hasChromium)('opinions of several people', () => {
  const { url, flightId, open } = inChromium();

  it('lets a second person judge without seeing the first answer, and says how far people agree', async () => {
    await answerSome({ name: 'Astrid', role: 'biologist' });
    const birk: Person = { name: 'Birk', role: 'biologist' };
    const before = (await ask({ url, person: birk }, secondOpinions, { flightId })).secondOpinions;
    const { context, page, errors } = await open(birk, `${url}/review?flight=${flightId}`);
    await page.getByLabel('Why asked').selectOption('second_opinion');
    await page.getByRole('link', { name: 'Begin', exact: true }).first().click();
    await waitForPicture(page);
    await page.getByText('Second opinion: the first answer is not shown').waitFor();
    const tileId = await tileOnDesk(page);
    await keepScreenshot(page, 'review-second-opinion');
    // Nor does the tile's own page say what was answered, or by whom.
    const other = await openPage(
      context,
      `${url}/tiles/${tileId.split('/').map(encodeURIComponent).join('/')}`,
    );
    await other.page.getByText('Nobody has answered yet').waitFor();
    expect(await other.page.locator('body').textContent()).not.toContain('Astrid');
    await other.page.close();
    for (const key of ['1', '2', '1', '2']) await answer(page, key);
    await waitUntilSent(page);
    const judged = async () =>
      (await ask({ url, person: birk }, secondOpinions, { flightId })).secondOpinions;
    await expect.poll(async () => (await judged()).pairs, { timeout: patienceMs }).toBe(before.pairs + 4);
    // Now both answers are in the tile's history.
    await page.goto(`${url}/tiles/${tileId.split('/').map(encodeURIComponent).join('/')}`);
    await page.locator('.tile-history li').nth(1).waitFor();
    await page.goto(`${url}/review?flight=${flightId}`);
    const after = await judged();
    expect(after.kappa).not.toBeNull();
    await page.getByText(`${after.pairs} tiles were judged by two people`).waitFor();
    await page.getByText(`Cohen’s kappa: ${after.kappa!.toFixed(2)}`).waitFor();
    await keepScreenshot(page, 'review-agreement');
    expect(errors).toEqual([]);
  });

  it('carries an answer to its sighting, to the map and into the exports, and takes it out again', async () => {
    const dorte: Person = { name: 'Dorte', role: 'biologist' };
    const [sure, other] = (
      await ask({ url, person: dorte }, sightings, {
        filter: { flightIds: [flightId], reviews: ['UNREVIEWED'], bands: ['CERTAIN'] },
        first: 2,
      })
    ).sightings.items;
    const { page, errors } = await open(dorte, `${url}/sightings/${flightId}/${sure!.sightingId}`);
    await page.getByText('not checked', { exact: true }).waitFor();
    await judgeBestView(page, '1');
    await page.getByText('confirmed', { exact: true }).waitFor();
    await page.goto(`${url}/sightings/${flightId}/${other!.sightingId}`);
    await judgeBestView(page, '2');
    await page.getByText('rejected', { exact: true }).waitFor();
    await keepScreenshot(page, 'sighting-rejected');

    const rows = await darwinCore(page, `${url}/map?flight=${flightId}`);
    expect(rowOf(rows, sure!.sightingId)).toContain('verified from photographs');
    expect(rowOf(rows, other!.sightingId)).toBeUndefined();
    // What was rejected is an absence, where somebody asks for it.
    const withRejected = await darwinCore(page, `${url}/map?flight=${flightId}&reviews=confirmed.rejected`);
    expect(rowOf(withRejected, other!.sightingId)).toMatch(/absent.*rejected from photographs/);

    await page.goto(`${url}/sightings/${flightId}/${other!.sightingId}`);
    await page.getByRole('link', { name: 'Look at its best view' }).click();
    await page.getByText('You said: Not hogweed').waitFor();
    await page.keyboard.press('z');
    await waitUntilSent(page);
    // The history keeps what was taken back.
    await page.locator('.tile-history li', { hasText: 'taken back' }).waitFor();
    await keepScreenshot(page, 'tile-history');
    await page.getByRole('link', { name: 'Show its sighting on the map' }).click();
    await page.getByText('not checked', { exact: true }).waitFor();
    expect(errors).toEqual([]);
  });

  /** First answers on four tiles that a second person will be asked about. */
  async function answerSome(person: Person): Promise<void> {
    const { items } = (await ask({ url, person }, reviewQueue, { filter: { flightId }, first: 200 }))
      .reviewQueue;
    const tiles = items
      .filter(({ blind, tile }) => !blind && needsSecondOpinion(tile.tileId, secondOpinionShare))
      .slice(0, 4);
    expect(tiles).toHaveLength(4);
    const said: readonly Answer[] = ['HOGWEED', 'NOT_HOGWEED', 'HOGWEED', 'NOT_HOGWEED'];
    for (const [i, { tile }] of tiles.entries()) {
      const input = { tileId: tile.tileId, answer: said[i]!, idempotencyKey: crypto.randomUUID() };
      await ask({ url, person }, labelTile, { input });
    }
  }
});

/** Answers on the best view of the sighting that is open, and comes back to it. */
async function judgeBestView(page: Page, key: string): Promise<void> {
  await page.getByRole('link', { name: 'Look at its best view' }).click();
  await page.locator('.judge').waitFor();
  await page.keyboard.press(key);
  await page.locator('.answer[aria-pressed=true]').waitFor();
  await waitUntilSent(page);
  await page.getByRole('link', { name: 'Show its sighting on the map' }).click();
}

/** The rows of the Darwin Core file that the map makes at an address. */
async function darwinCore(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  await page.getByText('Export', { exact: true }).click();
  await page.locator('#export-format').selectOption('DWC');
  await page.getByRole('button', { name: 'Make the file' }).click();
  const link = page.locator('.map-side a[download]');
  await link.waitFor();
  const href = await link.getAttribute('href');
  const text = await page.evaluate(async (file) => (await fetch(file)).text(), href!);
  return text.split('\n');
}

function rowOf(rows: readonly string[], sightingId: string): string | undefined {
  return rows.find((row) => row.includes(`:${sightingId},`));
}
