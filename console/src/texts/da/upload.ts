import type { uploadTexts as english } from '../en/upload.ts';

const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Uploading a flight, in Danish. */
export const uploadTexts: typeof english = {
  upload: {
    title: 'Upload fotos',
    lead: 'Hvert foto ses efter på denne computer først. Intet sendes, før du siger til.',
    drop: 'Slip mappen med én flyvning her',
    dropWhy: 'Fotos, som de kommer fra dronen: lad være med at dreje, beskære eller redigere dem.',
    choose: 'Vælg en mappe',
    other: 'Vælg en anden mappe',
    checking: (done, all) => `Ser på foto ${done} af ${all} …`,
    looked: (count) => `${many(count, 'foto', 'fotos')} set efter`,
    good: (count, size) => `${many(count, 'foto er godt', 'fotos er gode')} (${size}).`,
    noneGood: 'Ingen af disse fotos kan bruges.',
    others: (count) => `${many(count, 'anden fil', 'andre filer')} bliver her.`,
    bad: (count) =>
      count === 1 ? '1 foto kan ikke bruges og bliver her' : `${count} fotos kan ikke bruges og bliver her`,
    faults: {
      empty: 'filen er tom.',
      'too-large': 'filen er for stor til at være et dronefoto.',
      'not-jpeg': 'filen er ikke et foto, uanset hvad den hedder.',
      'cut-off': 'slutningen af fotoet mangler. Kopiér det fra kortet igen.',
      unreadable: 'filen kunne ikke åbnes.',
    },
    remarks: {
      'no-position': (count) =>
        `${many(count, 'foto', 'fotos')} siger ikke, hvor de er taget: de gennemsøges, men kommer ikke på kortet.`,
      'no-height': (count) => `${many(count, 'foto', 'fotos')} siger ikke, hvor højt de er taget.`,
      'no-camera-data': (count) => `${many(count, 'foto', 'fotos')} har ingen kameradata.`,
      'no-time': (count) => `${many(count, 'foto', 'fotos')} siger ikke, hvornår de er taget.`,
      duplicate: (count) =>
        `${many(count, 'foto', 'fotos')} er byte for byte det samme som et andet af dem: det, der er to gange, tæller én gang.`,
    },
    details: 'Om flyvningen',
    flightTitle: 'Titel',
    flightId: 'Navn i links',
    flightIdWhy:
      'Små bogstaver, tal og bindestreger, højst 48. En afbrudt upload fortsætter under samme navn.',
    operator: 'Pilot',
    notes: 'Noter',
    height: 'Højde over jorden, meter',
    heightWhy: 'Til de fotos, der ikke selv siger det.',
    send: (count) => (count === 1 ? 'Send 1 foto' : `Send ${count} fotos`),
    goOn: 'Fortsæt',
    pause: 'Pause',
    sending: 'Sender',
    sent: (done, all, size) => `${done} af ${all} fotos sendt, ${size}.`,
    present: (count) => `${count} var der i forvejen.`,
    interrupted: 'En upload blev afbrudt',
    interruptedWhy: (folder) =>
      `slip mappen »${folder}« her igen. Det, der er kommet frem, sendes ikke igen.`,
    forget: 'Glem den',
    stay: 'Bliv på siden, til alle fotos er sendt. Bliver den lukket, så slip den samme mappe igen.',
    done: 'Flyvningen er komplet',
    doneWhy: (count) =>
      count === 1
        ? '1 foto er kommet frem. Arbejdet med det begynder.'
        : `${count} fotos er kommet frem. Arbejdet med dem begynder.`,
    toFlight: 'Følg flyvningen',
  },
};
