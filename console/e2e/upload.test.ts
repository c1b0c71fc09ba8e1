import { mkdirSync, readdirSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contextFor, hasChromium, keepScreenshot, openPage, startChromium, type Person } from './chromium.ts';

const pilot: Person = { name: 'Pilot', role: 'operator' };

describe.skipIf(!hasChromium)('uploading a folder', () => {
  const url = inject('url');
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    browser = await startChromium();
    folder = path.join(inject('photosDir'), 'north-meadow');
    mkdirSync(folder);
    for (const name of readdirSync(inject('photosDir')).filter((each) => each.endsWith('.JPG')))
      copyFileSync(path.join(inject('photosDir'), name), path.join(folder, name));
    writeFileSync(path.join(folder, 'BAD_0001.JPG'), 'this is no photo');
    writeFileSync(path.join(folder, 'notes.txt'), 'windy');
  });
  afterAll(() => browser.close());

  it('finds the one bad photo before anything is sent, sends the others, goes on after a cut, commits last', async () => {
    const context = await contextFor(browser, pilot);
    const { page, errors } = await openPage(context, `${url}/upload`);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') sent.push('photo');
      const operation = /"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1];
      if (operation === 'RequestUpload' || operation === 'CommitFlight') sent.push(operation);
    });
    await page.locator('input[type=file]').setInputFiles(folder);
    await page.getByText('4 photos looked at').waitFor();
    await page.getByText('BAD_0001.JPG').waitFor();
    await page.getByText('the file is no photo').waitFor();
    expect(sent).toEqual([]);
    await keepScreenshot(page, 'upload-checked');
    await page.getByLabel('Title').fill('<img src=x onerror=alert(1)> north');
    await page.getByLabel('Name in links').fill('north-meadow');
    // The connection goes after the first photo: the second attempt sends only what is missing.
    let puts = 0;
    await page.route('**/objects/**', async (route) => {
      if (route.request().method() === 'PUT' && ++puts > 1) await route.abort();
      else await route.continue();
    });
    await page.getByRole('button', { name: 'Send 3 photos' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor({ timeout: 40_000 });
    await page.unroute('**/objects/**');
    sent.length = 0;
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The flight is complete').waitFor();
    expect(sent.filter((what) => what === 'photo')).toHaveLength(2);
    expect(sent.at(-1)).toBe('CommitFlight');
    await page.getByRole('link', { name: 'Follow the flight' }).click();
    // A title is text, whatever it looks like.
    await page.getByRole('heading', { name: '<img src=x onerror=alert(1)> north' }).waitFor();
    await keepScreenshot(page, 'flight-uploaded');
    expect(errors).toEqual([]);
    await context.close();
  }, 90_000);
});
