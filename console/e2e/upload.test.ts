import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { flight } from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { axe } from './axe.ts';
import { hasChromium, keepScreenshot, openPage, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';
import { dropFolder } from './drop-folder.ts';

const pilot: Person = { name: 'Pilot', role: 'operator' };

describe.skipIf(!hasChromium)('uploading a folder', () => {
  const { url, open } = inChromium();

  it('finds the one bad photo before anything is sent, goes on after a cut, commits last', async () => {
    const { page, errors } = await open(pilot, `${url}/upload`);
    const sent = watchSending(page);
    await page.locator('input[type=file]').setInputFiles(folderWithOneBadPhoto('north-meadow'));
    await expectOneBadPhoto(page);
    expect(sent).toEqual([]);
    await page.getByLabel('Title').fill('<img src=x onerror=alert(1)> north');
    await page.getByLabel('Notes').fill('=1+1');
    // The connection goes after the first photo: the second attempt sends only what is missing.
    await cutAfterFirstPhoto(page);
    await page.getByRole('button', { name: 'Send 3 photos' }).click();
    await page.getByRole('alert').waitFor();
    await page.unroute('**/objects/**');
    sent.length = 0;
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The flight is complete').waitFor();
    expect(photosOf(sent)).toHaveLength(2);
    expect(sent.at(-1)).toBe('CommitFlight');
    await page.getByRole('link', { name: 'Follow the flight' }).click();
    // Titles and notes are text, whatever they look like.
    await page.getByRole('heading', { name: '<img src=x onerror=alert(1)> north' }).waitFor();
    await page.getByText('=1+1', { exact: true }).waitFor();
    await keepScreenshot(page, 'flight-uploaded');
    expect(errors).toEqual([]);
  });

  it('takes a dropped folder, and goes on where it was when its page was closed in the middle', async () => {
    const folder = folderWithOneBadPhoto('south-meadow');
    const first = await open(pilot, '/upload');
    await dropFolder(first.page, folder);
    await expectOneBadPhoto(first.page);
    await keepScreenshot(first.page, 'upload-checked');
    await first.page.getByLabel('Title').fill('The southern meadow');
    await first.page.getByLabel('Pilot').fill('Åse');
    await cutAfterFirstPhoto(first.page, 'hang');
    const arrival = first.page.waitForResponse((response) => response.request().method() === 'PUT');
    await first.page.getByRole('button', { name: 'Send 3 photos' }).click();
    const arrived = photoOf((await arrival).url());
    await first.page.getByText('1 of 3 photos sent').waitFor();
    await keepScreenshot(first.page, 'upload-under-way');
    await first.page.close();
    expect(await isThere(url, 'south-meadow')).toBe(false);

    const { page, errors } = await openPage(first.context, `${url}/upload`);
    const sent = watchSending(page);
    await page.getByText('An upload was interrupted').waitFor();
    await keepScreenshot(page, 'upload-interrupted');
    await dropFolder(page, folder);
    await expectOneBadPhoto(page);
    // What was said of the flight is still there.
    expect(await page.getByLabel('Title').inputValue()).toBe('The southern meadow');
    expect(await page.getByLabel('Pilot').inputValue()).toBe('Åse');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The flight is complete').waitFor();
    // A photo that hung when its page was closed may have got through at that moment; none is sent that was there.
    expect(photosOf(sent)).not.toContain(arrived);
    expect(new Set(photosOf(sent)).size).toBe(photosOf(sent).length);
    expect(sent.at(-1)).toBe('CommitFlight');
    await expect.poll(() => isThere(url, 'south-meadow'), { timeout: patienceMs }).toBe(true);
    // The work on it shows by itself: how far it is, then what came of it, and what was left out and why.
    await page.getByRole('link', { name: 'Follow the flight' }).click();
    await page.getByText('Tiles to review').waitFor();
    await page.locator('.asides', { hasText: 'DJI_0999.JPG' }).waitFor();
    // All that were dropped, and what became of each.
    await page.locator('.lead', { hasText: '4 photos' }).waitFor();
    await page.getByText('3 used, 1 not used').waitFor();
    await keepScreenshot(page, 'flight-with-a-photo-aside');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot(page, 'flight-with-a-photo-aside-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await axe(page)).toEqual([]);
    await mendThePhoto(page, folder);
    await page.goto(`${url}/upload`);
    await page.locator('.drop').waitFor();
    expect(await page.getByText('An upload was interrupted').count()).toBe(0);
    expect(errors).toEqual([]);
  });
});

/** Sends another file for the photo that was left out: one that is no better stays here, a whole one is worked on. */
async function mendThePhoto(page: Page, folder: string): Promise<void> {
  const file = page.locator('.mend input');
  await file.setInputFiles(path.join(folder, 'DJI_0999.JPG'));
  await page.getByText('It was not sent: the end of the photo is missing').waitFor();
  const photosDir = inject('photosDir');
  const whole = readdirSync(photosDir).find((each) => each.endsWith('.JPG')) ?? '';
  // Not the same photo as another one of the flight: a camera may add a few bytes at the end.
  const mended = Buffer.concat([readFileSync(path.join(photosDir, whole)), Buffer.from([0, 0])]);
  await file.setInputFiles({ name: 'copied-again.JPG', mimeType: 'image/jpeg', buffer: mended });
  // It keeps its name in the flight, and is one of those that were used.
  await page.locator('.photos', { hasText: 'DJI_0999.JPG' }).waitFor();
  await page.locator('.asides').waitFor({ state: 'detached' });
  await page.getByText('Results as files').waitFor();
  await page.locator('.lead', { hasText: '4 photos' }).waitFor();
  expect(await page.getByText('not used').count()).toBe(0);
  await keepScreenshot(page, 'flight-with-a-mended-photo');
}

/** Three good photos, one that was cut off while it was copied, one file that is no photo and one below a folder. */
function folderWithOneBadPhoto(name: string): string {
  const photosDir = inject('photosDir');
  const folder = path.join(photosDir, name);
  mkdirSync(path.join(folder, 'papers'), { recursive: true });
  const photos = readdirSync(photosDir).filter((each) => each.endsWith('.JPG'));
  for (const photo of photos) copyFileSync(path.join(photosDir, photo), path.join(folder, photo));
  const whole = readFileSync(path.join(photosDir, photos[0]!));
  writeFileSync(path.join(folder, 'DJI_0999.JPG'), whole.subarray(0, whole.length / 2));
  writeFileSync(path.join(folder, 'papers/notes.txt'), 'windy');
  return folder;
}

async function expectOneBadPhoto(page: Page): Promise<void> {
  await page.getByText('4 photos looked at').waitFor();
  await page.getByText('3 photos are good').waitFor();
  await page.getByText('1 other file stays here').waitFor();
  await page.getByText('DJI_0999.JPG').waitFor();
  await page.getByText('the end of the photo is missing').waitFor();
}

/** What a page sends of an upload, in order: `photo NAME`, `RequestUpload`, `CommitFlight`. */
function watchSending(page: Page): string[] {
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(`photo ${photoOf(request.url())}`);
    const operation = /"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1];
    if (operation === 'RequestUpload' || operation === 'CommitFlight') sent.push(operation);
  });
  return sent;
}

function photosOf(sent: readonly string[]): string[] {
  return sent.flatMap((what) => (what.startsWith('photo ') ? what.slice('photo '.length) : []));
}

/** The file name of the photo that an address of the object store is for. */
function photoOf(url: string): string {
  return path.posix.basename(decodeURIComponent(new URL(url).pathname));
}

/** Lets one photo pass; when it is there, all others fail, or hang as on a very poor connection. */
async function cutAfterFirstPhoto(page: Page, others: 'fail' | 'hang' = 'fail'): Promise<void> {
  const arrival = page.waitForResponse((response) => response.request().method() === 'PUT');
  let puts = 0;
  await page.route('**/objects/**', async (route) => {
    if (route.request().method() !== 'PUT' || ++puts === 1) return route.continue();
    if (others === 'hang') return;
    await arrival;
    await route.abort();
  });
}

/** Whether a flight was committed. */
async function isThere(url: string, flightId: string): Promise<boolean> {
  return (await ask({ url, person: pilot }, flight, { flightId })).flight !== null;
}
