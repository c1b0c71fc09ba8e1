import { describe, expect, it } from 'vitest';
import { hasChromium, keepScreenshot, type Person } from './chromium.ts';
import { inChromium } from './in-chromium.ts';

const crew: Person = { name: 'Crew with a phone', role: 'operator' };
/** Outlines of two flights, one in Denmark and one in New Zealand. */
const far = [
  { west: 10.5, south: 56.1, east: 10.51, north: 56.11 },
  { west: 174.7, south: -36.9, east: 174.71, north: -36.89 },
];

interface AskedFlights {
  readonly data: { readonly flights: { items: object[] } };
}

interface AskedView {
  readonly variables: {
    readonly view: {
      readonly west: number;
      readonly south: number;
      readonly east: number;
      readonly north: number;
    };
  };
}

function holds({ variables: { view } }: AskedView, lon: number, lat: number): boolean {
  return view.west <= lon && lon <= view.east && view.south <= lat && lat <= view.north;
}

describe.skipIf(!hasChromium)('the map of all flights', () => {
  const { flightId, open } = inChromium();

  it('shows flights of two continents together, on a phone too', async () => {
    const { context, page } = await open(crew, '/models', { viewport: { width: 360, height: 740 } });
    await context.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('"operationName":"Flights"') !== true) return route.continue();
      const reply = (await (await route.fetch()).json()) as AskedFlights;
      const [flight] = reply.data.flights.items;
      reply.data.flights.items = far.map((bounds, i) => ({ ...flight, flightId: `far-${i}`, bounds }));
      return route.fulfill({ json: reply });
    });
    const asked = page.waitForRequest(
      (request) =>
        request.postData()?.includes('"operationName":"SightingsInView"') === true &&
        far.every(({ west, north }) => holds(request.postDataJSON() as AskedView, west, north)),
    );
    await page.goto(new URL('/map', page.url()).href);
    expect((await asked).method()).toBe('POST');
    await keepScreenshot(page, 'map-on-a-phone');
  });

  it('promises outlines without a background map only where they are drawn', async () => {
    const { page } = await open(crew, '/map');
    await page.getByText('outlines of photos where you choose a flight').waitFor();
    expect(await page.locator('.footprint').count()).toBe(0);
    await page.locator('#map-flight').selectOption(flightId);
    await page.getByText('Sightings and outlines are shown all the same').waitFor();
    expect(await page.locator('.footprint').count()).toBeGreaterThan(0);
  });
});
