import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { contextFor, openPage, patienceMs, startChromium, type Person } from './chromium.ts';

/** A screen that a person has open. */
export interface Screen {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained of so far: the console must not have any of it. */
  readonly errors: string[];
}

/** Chromium for the tests of a file, from before the first to after the last; what a test opened is closed behind it. */
export function inChromium() {
  const url = inject('url');
  const contexts: BrowserContext[] = [];
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser?.close());

  /** A browser of its own; of nobody: one that has not yet said who they are. */
  const contextOf = async (
    person: Person | undefined,
    options: BrowserContextOptions = {},
  ): Promise<BrowserContext> => {
    const context =
      person === undefined
        ? await browser!.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options })
        : await contextFor(browser!, person, options);
    context.setDefaultTimeout(patienceMs);
    contexts.push(context);
    return context;
  };
  return {
    url,
    /** The flight that was simulated for the tests. */
    flightId: inject('flightId'),
    contextOf,
    /** A page of the console, by its path or its whole address, in a browser of its own. */
    open: async (
      person: Person | undefined,
      address: string,
      options?: BrowserContextOptions,
    ): Promise<Screen> => {
      const context = await contextOf(person, options);
      return { context, ...(await openPage(context, new URL(address, url).href)) };
    },
  };
}
