import type { Formats } from '../formats.ts';

interface Counts {
  readonly scored: number;
  readonly quarantined: number;
  readonly prepared: number;
  readonly sightings: number;
  readonly review: number;
}

const plural = (count: number, one: string, many: string, f: Formats) =>
  `${f.count(count)} ${count === 1 ? one : many}`;

/** Flights and photos, in English. */
export const flightTexts = {
  flightTexts: {
    title: 'Flights',
    lead: 'Every flight and how far it is. This page follows by itself.',
    upload: 'Upload photos',
    photos: (count: number, f: Formats) => plural(count, 'photo', 'photos', f),
    outcome: (summary: Counts | null, f: Formats) =>
      summary === null
        ? 'Finished.'
        : summary.scored === 0 && summary.prepared > 0
          ? `${plural(summary.prepared, 'photo is', 'photos are', f)} ready to be labelled.`
          : `${plural(summary.sightings, 'sighting', 'sightings', f)}, ${plural(summary.review, 'tile was', 'tiles were', f)} chosen for review.`,
    notBegun: 'The work on it begins as soon as all its photos are here.',
    flown: 'Flown',
    simulated: 'simulated',
    statuses: { RUNNING: 'in progress', SUCCEEDED: 'finished', FAILED: 'stopped' },
    /** Words for the server's English ones; its own are shown where there is none. */
    stages: {} as Record<string, string>,
    progress: (done: number, all: number, f: Formats) =>
      `${f.count(done)} of ${plural(all, 'photo', 'photos', f)}`,
    tiled: 'tiled',
    scored: 'scored',
    quarantined: 'set aside',
    failed: 'failed',
    unused: 'not used',
    rate: (perMinute: string) => `${perMinute} photos a minute`,
    left: (duration: string) => `about ${duration} left`,
    failure: 'The work on this flight stopped.',
    goOn: 'Go on where it stopped',
    outcomes: {
      CONTINUED: 'The work goes on. What was finished is not done again.',
      NEW_RUN: 'It cannot go on as it was: what is left is done in a new run.',
    },
    again: 'Work on it again',
    againStarted: 'The work has begun.',
    againNothing: 'This very work was done before; nothing has changed.',
    figures: {
      photos: 'Photos',
      sightings: 'Sightings',
      review: 'Tiles to review at first',
      certain: 'certain',
      probable: 'probable',
      possible: 'possible',
      used: (count: string) => `${count} used`,
      notUsed: (count: string) => `${count} not used`,
      unplaced: (count: string) => `${count} without a place`,
      notSearched: 'ready to be labelled',
      tiles: 'Tiles',
    },
    quarantine: 'Photos that were set aside',
    quarantineWhy: 'These photos could not be used. All others were worked on.',
    mend: 'Send a mended photo',
    mending: 'Looking at the photo and sending it…',
    mended: 'The photo is there. The work on it begins; what was done is not done again.',
    notMended: 'It was not sent:',
    mendWhy:
      'Copy such a photo from the card again, and send it here: the flight is then worked on anew, and what was done stays.',
    leftOut: 'Photos that were left out',
    allPhotos: 'Photos',
    files: 'Results as files',
    fileKinds: {
      report: 'Report',
      geojson: 'GeoJSON',
      csv: 'CSV table',
      gpx: 'GPX, for handheld receivers',
      kml: 'KML, for Google Earth',
      dwc: 'Darwin Core',
      gpkg: 'GeoPackage',
      notice: 'Notice to the authority, a draft',
      photos: 'Table of photos',
      tiles: 'Table of tiles',
      summary: 'Figures of the flight, for programs',
      sightings: 'All sightings, for programs',
    } as Record<string, string>,
    model: 'Model',
    review: 'Review',
    map: 'Map',
    label: 'Label',
  },
  photoTexts: {
    title: 'Photo',
    taken: 'Taken',
    camera: 'Camera',
    size: 'Size',
    position: 'Camera stood at',
    height: 'Height above ground',
    looking: 'Looking',
    sharpness: 'Sharpness',
    brightness: 'Brightness',
    flags: 'Worth knowing',
    sightings: 'Sightings in this photo',
    open: 'Open in full size',
    label: 'Label this photo',
    outcomes: { TILED: 'used', QUARANTINED: 'set aside', LEFT_OUT: 'left out' },
    noPlace: 'unknown',
  },
};
