import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sightings } from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { axe } from './axe.ts';
import {
  contextFor,
  hasChromium,
  keepScreenshot,
  openPage,
  patienceMs,
  startChromium,
  type Person,
} from './chromium.ts';

const admin: Person = { name: 'Inge', role: 'admin' };

describe.skipIf(!hasChromium)('the way in', () => {
  const url = inject('url');
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

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

  it('leads from a permanent link to its sighting, by way of the question who is there', async () => {
    const flightId = inject('flightId');
    const filter = { flightIds: [flightId] };
    const [sighting] = (await ask({ url, person: admin }, sightings, { filter, first: 1 })).sightings.items;
    const link = `${url}/sightings/${flightId}/${sighting!.sightingId}`;
    const context = await browser.newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(patienceMs);
    const { page } = await openPage(context, link);
    await page.getByLabel('Your name').fill('Colleague');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: `Sighting ${sighting!.number}`, exact: true }).waitFor();
    expect(page.url()).toBe(link);
    // From the sighting to its tile, and to the tile's photo; each has an address that opens again.
    await page.getByRole('link', { name: 'Look at its best view' }).click();
    await page.waitForURL(/\/tiles\//);
    await page.reload();
    await page.getByRole('heading', { name: 'Answers so far' }).waitFor();
    await page.locator('.context a[href*="/photos/"]').click();
    await page.waitForURL(/\/photos\//);
    await page.reload();
    await page.getByRole('heading', { name: 'Sightings in this photo' }).waitFor();
    await page.getByRole('link', { name: `Sighting ${sighting!.number},` }).waitFor();
    await context.close();
  });

  it('runs no script but its own files', async () => {
    const context = await contextFor(browser, admin);
    const page = await context.newPage();
    const response = await page.goto(url);
    const policy = (await response!.allHeaders())['content-security-policy'] ?? '';
    const scripts = /(?:^|; )script-src ([^;]+)/.exec(policy)?.[1];
    expect(scripts).toBe("'self'");
    expect(policy).toContain("object-src 'none'");
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('script:not([src])').count()).toBe(0);
    const refused = page.waitForEvent('console', (message) =>
      message.text().includes('Content Security Policy'),
    );
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken into"';
      document.body.append(script);
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="x:" onerror="document.title = `broken into`">',
      );
    });
    await refused;
    expect(await page.title()).not.toBe('broken into');
    await context.close();
  });
});
