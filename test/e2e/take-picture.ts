/** Makes docs/report.png: map and surest tiles of the demo's report, as headless Chromium shows them. Run `npm run demo` first. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';

const widthPx = 1100;

const browser = await chromium.launch({
  executablePath: process.env['UMBEL_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: widthPx, height: 900 } });
  await page.goto(pathToFileURL(path.resolve('demo/results/report.html')).href);
  await page.locator('#map').scrollIntoViewIfNeeded();
  await page.waitForTimeout(500);
  const map = await page.locator('#map').screenshot();
  const tiles = await page.locator('section[aria-labelledby="best"] ul').screenshot();
  const mapSize = await sharp(map).metadata();
  // The first row of tiles is enough to see what was found.
  const row = await sharp(tiles).extract({ left: 0, top: 0, width: mapSize.width, height: 138 }).toBuffer();
  await sharp(map)
    .extend({ bottom: 148, background: 'white' })
    .composite([{ input: row, left: 0, top: mapSize.height + 10 }])
    .png({ palette: true, colours: 200, compressionLevel: 9 })
    .toFile('docs/report.png');
} finally {
  await browser.close();
}
