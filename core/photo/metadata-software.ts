import type { PhotoMetadata } from './metadata.ts';

/** Programs that write a photo anew only when someone turned it. */
const viewers =
  /photo ?viewer|photo ?gallery|picasa|fotoanzeige|bildbetrachter|preview|eye of gnome|gthumb|gwenview/i;
/** Programs that change pictures in many ways. */
const editors =
  /photoshop|lightroom|gimp|irfanview|xnview|acdsee|digikam|darktable|rawtherapee|paint|faststone|snapseed|affinity|capture one|imagemagick|luminar|corel|photos \d|photoscape|polarr|ulead|nero|magix|on1 |dxo/i;

/**
 * Firmware as drones and cameras write it: `v02.02.5629`, `10.00.07.02`, `anafi2-classic-7.0.0`, `ILCE-6000 v3.21`.
 * There is one way only to divide a text into its parts: whoever writes the tag could otherwise make the search go on for years.
 */
const firmware = /^(?:[\w()/-][\w()/ -]*[ -])?v?\d+(?:\.\w+)+(?:-[\w-]*)?$/i;
const drones = /^(?:dji|hasselblad|autel|parrot|skydio|yuneec|sensefly)/i;

/** Which kind of program saved the photo last, as far as the Software tag tells. */
export function savedBy(metadata: Pick<PhotoMetadata, 'make' | 'software'>): 'camera' | 'viewer' | 'editor' {
  const { software } = metadata;
  if (software === undefined) return 'camera';
  if (viewers.test(software)) return 'viewer';
  if (editors.test(software)) return 'editor';
  // A drone's firmware looks like a version; anything else has been through other hands.
  return drones.test(metadata.make ?? '') &&
    !firmware.test(software) &&
    !/^(?:dji|autel|parrot)/i.test(software)
    ? 'editor'
    : 'camera';
}

/**
 * True for a drone's picture that is stored upright without a tag that says so: drones' sensors lie on their side,
 * so someone turned it by a quarter.
 */
export function cameraStandsUpright(
  metadata: Pick<PhotoMetadata, 'make' | 'orientation'>,
  size: { readonly widthPx: number; readonly heightPx: number },
): boolean {
  return (
    size.heightPx > size.widthPx && (metadata.orientation ?? 1) === 1 && drones.test(metadata.make ?? '')
  );
}
