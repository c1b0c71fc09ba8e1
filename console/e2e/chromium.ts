import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const executablePath = process.env['UMBEL_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether the browser of these tests is installed; without it they are skipped, and say so. */
export const hasChromium = isExecutable(executablePath);

/** Pictures of every screen, kept out of git: to be looked at after a run. */
export const screenshotDir = path.join(import.meta.dirname, 'screenshots');

/** How long anything on screen is waited for: only what will never come takes so long. */
export const patienceMs = 90_000;

/** A person at the console. */
export interface Person {
  readonly name: string;
  readonly role: 'operator' | 'biologist' | 'analyst' | 'admin';
}

/** Starts Chromium without a window. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A browser of its own for a person who has said on the start page who they are. */
export async function contextFor(
  browser: Browser,
  person: Person,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  await context.addInitScript((identity) => {
    localStorage.setItem('umbel.identity', identity);
  }, JSON.stringify(person));
  // Nothing outside this machine is asked: the ground of the map stays empty.
  await context.route(/^https:/, (route) => route.abort());
  return context;
}

/** A page whose errors are collected: the console must not have any. */
export async function openPage(
  context: BrowserContext,
  url: string,
): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('net::ERR_')) errors.push(message.text());
  });
  await page.goto(url);
  return { page, errors };
}

/** The picture that the guides show; `UMBEL_GUIDE_PICTURE=1 npm run console:e2e` makes it anew. */
const guidePicture = {
  screen: 'review-with-views',
  file: path.join(import.meta.dirname, '../../docs/console.png'),
};

/** Keeps a picture of the screen. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotDir, { recursive: true });
  await page.screenshot({ path: path.join(screenshotDir, `${name}.png`) });
  if (name === guidePicture.screen && process.env['UMBEL_GUIDE_PICTURE'] !== undefined) {
    await page.screenshot({ path: guidePicture.file });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
