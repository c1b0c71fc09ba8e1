import type { DifferentSite } from '#core/difference/difference.ts';
import { type SitePicture, viewText } from '#core/difference/page.ts';
import type { Detection } from '#core/sighting/detection.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import type { ReadRun } from './read-runs.ts';
import { pictureMaker } from './site-pictures.ts';

/** Sites with pictures: the page stays small enough to be sent. */
const picturedSites = 60;

/**
 * The pictures of a site: what the run before saw best of it, and what the run after did; one for both where that is the
 * same tile. A run that did not find it shows the tile in which the other did.
 */
export function runPictures(
  cloud: Pick<LocalCloud, 'objects' | 'tables'>,
  runs: { readonly before: ReadRun; readonly after: ReadRun },
): (site: DifferentSite) => Promise<SitePicture[]> {
  const cut = pictureMaker(cloud);
  let sites = 0;
  return async (site) => {
    if (++sites > picturedSites) return [];
    const shown = [
      { run: runs.before, view: site.before?.bestView },
      { run: runs.after, view: site.after?.bestView },
    ].flatMap(({ run, view }) => (view === undefined ? [] : [{ run, view }]));
    const different = shown.filter(
      ({ view, run }, i) =>
        i === 0 ||
        view.detectionId !== shown[0]!.view.detectionId ||
        run.facts.tiling !== runs.before.facts.tiling,
    );
    const pictures: SitePicture[] = [];
    for (const { run, view } of different) {
      const jpegBase64 = await cut({ run: run.run, photoId: view.photoId, tile: view.tileIndex });
      if (jpegBase64 !== undefined) pictures.push({ caption: captionOf(site, view), jpegBase64 });
    }
    return pictures;
  };
}

function captionOf({ views }: DifferentSite, { photoId, photoName, tileIndex }: Detection): string {
  const view = views.find((one) => one.photoId === photoId);
  return `${photoName}, tile ${tileIndex}: before ${viewText(view?.before)}, after ${viewText(view?.after)}`;
}
