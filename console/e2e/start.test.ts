import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sightings } from '../src/api/operations.generated.ts';
import { ask } from './ask.ts';
import { axe } from './axe.ts';
import { hasChromium, keepScreenshot, patienceMs, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

const admin: Person = { name: 'Inge', role: 'admin' };

describe.skipIf(!hasChromium)('the way in', () => {
  const { url, flightId, open, contextOf } = inChromium();

  it('asks who is there before anything else, marked as local, and says so by keyboard alone', async () => {
    const { page } = await open(undefined, url);
    await page.getByText('Local identity').waitFor();
    await keepScreenshot(page, 'start');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Your name').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Please write a name').waitFor();
    await page.keyboard.type('Søren <b>');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Hello Søren <b>' }).waitFor();
  });

  it('signs in where the installation says so, with a code that only this browser can redeem', async () => {
    // The policy of this server names no sign-in page; behind CloudFront it does.
    const context = await contextOf(undefined, { serviceWorkers: 'block', bypassCSP: true });
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
    await page.waitForURL(`${url}/flights`);
    expect(redeemed.get('code')).toBe('the-code');
    const challenge = createHash('sha256')
      .update(redeemed.get('code_verifier') ?? '')
      .digest('base64url');
    expect(asked.searchParams.get('code_challenge')).toBe(challenge);
    await expect.poll(() => authorization, { timeout: patienceMs }).toBe(idToken);
  });

  it('moves the focus to the title of the screen that was gone to', async () => {
    const { page } = await open(admin, url);
    await page.getByRole('link', { name: 'Flights', exact: true }).click();
    await page.getByRole('heading', { name: 'Flights', level: 1 }).waitFor();
    // Both follow the title by a moment.
    await expect
      .poll(() => page.evaluate(() => [document.activeElement?.textContent, document.title]), {
        timeout: patienceMs,
      })
      .toEqual(['Flights', 'Flights · Umbel']);
  });

  it('leads from a permanent link to its sighting, by way of the question who is there', async () => {
    const filter = { flightIds: [flightId] };
    const [sighting] = (await ask({ url, person: admin }, sightings, { filter, first: 1 })).sightings.items;
    const link = `${url}/sightings/${flightId}/${sighting!.sightingId}`;
    const { page } = await open(undefined, link);
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
  });

  it('runs no script but its own files', async () => {
    const page = await (await contextOf(admin)).newPage();
    const response = await page.goto(url);
    const policy = (await response!.allHeaders())['content-security-policy'] ?? '';
    const scripts = /(?:^|; )script-src ([^;]+)/.exec(policy)?.[1];
    expect(scripts).toBe("'self'");
    expect(policy).toContain("object-src 'none'");
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('script:not([src])').count()).toBe(0);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text()) && /inline/.test(message.text()))
        refused.push(message.text());
    });
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken into"';
      document.body.append(script);
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="x:" onerror="document.title = `broken into`">',
      );
    });
    // The script, and what the picture that cannot be loaded was to do.
    await expect.poll(() => refused.length, { timeout: patienceMs }).toBe(2);
    expect(await page.title()).not.toBe('broken into');
  });
});
