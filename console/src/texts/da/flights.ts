import type { flightTexts as english } from '../en/flights.ts';
import type { Formats } from '../formats.ts';

const plural = (count: number, one: string, many: string, f: Formats) =>
  `${f.count(count)} ${count === 1 ? one : many}`;

/** Flights and photos, in Danish. */
export const flightTexts: typeof english = {
  flightTexts: {
    title: 'Flyvninger',
    lead: 'Alle flyvninger, og hvor langt de er. Siden følger selv med.',
    upload: 'Upload fotos',
    photos: (count, f) => plural(count, 'foto', 'fotos', f),
    outcome: (summary, f) =>
      summary === null
        ? 'Færdig.'
        : summary.scored === 0 && summary.prepared > 0
          ? `${plural(summary.prepared, 'foto', 'fotos', f)} er klar til at blive mærket.`
          : `${plural(summary.sightings, 'fund', 'fund', f)}, ${plural(summary.review, 'felt', 'felter', f)} udvalgt til gennemgang.`,
    notBegun: 'Arbejdet med den begynder, så snart alle dens fotos er her.',
    flown: 'Fløjet',
    simulated: 'simuleret',
    statuses: { RUNNING: 'i gang', SUCCEEDED: 'færdig', FAILED: 'stoppet' },
    stages: {
      'Opening the flight': 'Åbner flyvningen',
      'Tiling photos': 'Deler fotos i felter',
      'Comparing photos': 'Sammenligner fotos',
      'Scoring photos': 'Vurderer fotos',
      'Cutting review tiles': 'Skærer felter til gennemgang',
    },
    progress: (done, all, f) => `${f.count(done)} af ${plural(all, 'foto', 'fotos', f)}`,
    tiled: 'delt i felter',
    scored: 'vurderet',
    quarantined: 'lagt til side',
    failed: 'mislykket',
    unused: 'ikke brugt',
    rate: (perMinute) => `${perMinute} fotos i minuttet`,
    left: (duration) => `ca. ${duration} tilbage`,
    failure: 'Arbejdet med denne flyvning stoppede.',
    goOn: 'Fortsæt, hvor det stoppede',
    outcomes: {
      CONTINUED: 'Arbejdet går videre. Det, der var færdigt, gøres ikke igen.',
      NEW_RUN: 'Det kan ikke gå videre, som det var: resten gøres i et nyt forløb.',
    },
    again: 'Prøv flyvningen igen',
    againStarted: 'Arbejdet er begyndt.',
    againNothing: 'Netop dette er gjort før; intet er ændret.',
    figures: {
      photos: 'Fotos',
      sightings: 'Fund',
      review: 'Felter at gennemgå ved starten',
      certain: 'sikre',
      probable: 'sandsynlige',
      possible: 'mulige',
      used: (count) => `${count} brugt`,
      notUsed: (count) => `${count} ikke brugt`,
      unplaced: (count) => `${count} uden sted`,
      notSearched: 'klar til at blive mærket',
      tiles: 'Felter',
    },
    quarantine: 'Fotos, der blev lagt til side',
    quarantineWhy: 'Disse fotos kunne ikke bruges. Alle andre er behandlet.',
    mend: 'Send et rettet foto',
    mending: 'Ser på fotoet og sender det …',
    mended: 'Fotoet er her. Arbejdet med det begynder; det, der var færdigt, gøres ikke igen.',
    notMended: 'Det blev ikke sendt:',
    mendWhy:
      'Kopiér et sådant foto fra kortet igen, og send det her: så behandles flyvningen på ny, og det færdige bliver.',
    leftOut: 'Fotos, der blev udeladt',
    allPhotos: 'Fotos',
    files: 'Resultater som filer',
    fileKinds: {
      report: 'Rapport',
      geojson: 'GeoJSON',
      csv: 'CSV-tabel',
      gpx: 'GPX, til håndholdte modtagere',
      kml: 'KML, til Google Earth',
      dwc: 'Darwin Core',
      gpkg: 'GeoPackage',
      notice: 'Underretning af myndigheden, et udkast',
      photos: 'Tabel over fotos',
      tiles: 'Tabel over felter',
      summary: 'Flyvningens tal, til programmer',
      sightings: 'Alle fund, til programmer',
    },
    model: 'Model',
    review: 'Gennemgå',
    map: 'Kort',
    label: 'Mærk',
  },
  photoTexts: {
    title: 'Foto',
    taken: 'Taget',
    camera: 'Kamera',
    size: 'Størrelse',
    position: 'Kameraet stod ved',
    height: 'Højde over jorden',
    looking: 'Retning',
    sharpness: 'Skarphed',
    brightness: 'Lysstyrke',
    flags: 'Værd at vide',
    sightings: 'Fund i dette foto',
    open: 'Åbn i fuld størrelse',
    label: 'Mærk dette foto',
    outcomes: { TILED: 'brugt', QUARANTINED: 'lagt til side', LEFT_OUT: 'udeladt' },
    noPlace: 'ukendt',
  },
};
