import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { withRegistry } from '#cli/models/open-registry.ts';
import { serve } from '#cli/serve/serve.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { temporaryFolder } from '#test/platform/temporary-folder.ts';

it(
  'opens console and API with the model that comes along, holds the home, and ends cleanly',
  { timeout: 90_000 },
  async () => {
    const home = temporaryFolder();
    process.env['UMBEL_HOME'] = home;
    const end = new AbortController();
    const said: string[] = [];
    const ready = Promise.withResolvers<string>();
    const serving = serve({
      port: 0,
      demo: false,
      signal: end.signal,
      say: (line) => said.push(line),
      onReady: ready.resolve,
    });
    try {
      const url = await Promise.race([
        ready.promise,
        serving.then(() => Promise.reject(new Error('it ended'))),
      ]);
      const asked = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-umbel-name': 'Ida', 'x-umbel-role': 'analyst' },
        body: '{"query":"{ me { name local } models { items { inProduction } } flights { items { flightId } } }"}',
      });
      expect(await asked.json()).toEqual({
        data: {
          me: { name: 'Ida', local: true },
          models: { items: [{ inProduction: true }] },
          flights: { items: [] },
        },
      });
      expect(await (await fetch(url)).text()).toContain('<script type="module"');
      await expect(openLocalCloud({ homeDir: home })).rejects.toMatchObject({
        code: 'home.locked',
        message: expect.stringContaining('umbel serve'),
      });
      // What only reads works beside it.
      const listed = await withRegistry({ reads: true }, (registry) => registry.list());
      expect(listed.filter(({ state }) => state === 'production')).toHaveLength(1);
      await expect(withRegistry({}, (registry) => registry.list())).rejects.toMatchObject({
        hint: expect.stringContaining('works beside it'),
      });
    } finally {
      end.abort();
      await serving;
    }
    expect(existsSync(path.join(home, 'lock.json'))).toBe(false);
    expect(said.at(-1)).toMatch(/^Ending/);
  },
);
