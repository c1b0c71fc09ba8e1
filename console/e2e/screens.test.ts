import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { models, photos, reviewQueue, sightings } from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { contextFor, hasChromium, keepScreenshot, openPage, startChromium, type Person } from './chromium.ts';

const admin: Person = { name: 'Inge', role: 'admin' };
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Words of programmers: none may stand on any screen. */
const foreignWords =
  /\b(API|bbox|inference|artifact|null|undefined|NaN|GraphQL|mutation|cursor|payload|HTTP|URL|exception|endpoint|backend|viewport|timeout|object Object|BAD_INPUT|[A-Z]+_[A-Z_]+)\b/;

describe.skipIf(!hasChromium)('every screen', () => {
  const url = inject('url');
  let browser: Browser;
  let screens: readonly (readonly [string, string])[] = [];
  beforeAll(async () => {
    browser = await startChromium();
    screens = await screensOf(url, inject('flightId'));
  });
  afterAll(() => browser.close());

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
    const context = await contextFor(browser, admin, options);
    const { page, errors } = await openPage(context, url);
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
    await context.close();
  });

  it('shows the keys, and lets those of one letter be turned off', async () => {
    const context = await contextFor(browser, admin);
    const { page } = await openPage(context, `${url}/review/tiles`);
    await settled(page);
    await page.locator('.desk-picture').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keepScreenshot(page, 'keys');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Use keys of one letter').uncheck();
    await page.keyboard.press('Escape');
    const tile = await page.locator('.desk-picture').getAttribute('data-tile');
    await page.keyboard.press('2');
    await page.waitForTimeout(200);
    expect(await page.locator('.desk-picture').getAttribute('data-tile')).toBe(tile);
    await context.close();
  });

  it('asks who is there before anything else, marked as local, and says so by keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const { page } = await openPage(context, url);
    await page.getByText('Local identity').waitFor();
    await keepScreenshot(page, 'start');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Your name').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Please write a name').waitFor();
    await page.keyboard.type('Søren <b>');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hello Søren <b>' }).waitFor();
    await context.close();
  });

  it('signs in where the installation says so, with a code that only this browser can redeem', async () => {
    // The policy of this server names no sign-in page; behind CloudFront it does.
    const context = await browser.newContext({ serviceWorkers: 'block', bypassCSP: true, locale: 'en-GB' });
    const claims = { name: 'Åse', 'cognito:groups': ['biologist'] };
    const idToken = ['{}', JSON.stringify(claims), '']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    let asked = new URL(url);
    let redeemed = new URLSearchParams();
    let authorization: string | undefined;
    await context.route('**/config.json', (route) =>
      route.fulfill({ json: { signIn: { url: 'https://sign-in.example', clientId: 'client' } } }),
    );
    await context.route('https://sign-in.example/oauth2/authorize*', (route) => {
      asked = new URL(route.request().url());
      const location = `${url}/?code=the-code&state=${asked.searchParams.get('state') ?? ''}`;
      return route.fulfill({ status: 302, headers: { location } });
    });
    await context.route('https://sign-in.example/oauth2/token', (route) => {
      redeemed = new URLSearchParams(route.request().postData() ?? '');
      return route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        json: { id_token: idToken, refresh_token: 'again', expires_in: 3600 },
      });
    });
    await context.route('**/graphql', (route) => {
      authorization = route.request().headers()['authorization'];
      return route.abort();
    });
    const page = await context.newPage();
    await page.goto(`${url}/flights`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Åse' }).waitFor();
    expect(page.url()).toBe(`${url}/flights`);
    expect(redeemed.get('code')).toBe('the-code');
    const challenge = createHash('sha256')
      .update(redeemed.get('code_verifier') ?? '')
      .digest('base64url');
    expect(asked.searchParams.get('code_challenge')).toBe(challenge);
    await expect.poll(() => authorization).toBe(idToken);
    await context.close();
  });

  it('moves the focus to the title of the screen that was gone to', async () => {
    const context = await contextFor(browser, admin);
    const { page } = await openPage(context, url);
    await page.getByRole('link', { name: 'Flights', exact: true }).click();
    await page.getByRole('heading', { name: 'Flights', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Flights');
    expect(await page.title()).toBe('Flights · Umbel');
    await context.close();
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

async function axe(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const results = await page.evaluate(async () => {
    const axe = Reflect.get(window, 'axe') as { run(options: object): Promise<AxeResults> };
    return axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
  });
  return results.violations.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`),
  );
}

async function foreign(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.innerText);
  const word = foreignWords.exec(text.replaceAll(/DJI_\d+/g, ''))?.[0];
  return word === undefined ? [] : [`says "${word}"`];
}

async function tooWide(page: Page): Promise<string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return over > 1 ? [`is ${over} px too wide`] : [];
}
