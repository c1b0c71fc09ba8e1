import type { reviewTexts as english } from '../en/review.ts';

const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Reviewing tiles, in Danish. */
export const reviewTexts: typeof english = {
  answers: {
    HOGWEED: 'Bjørneklo',
    NOT_HOGWEED: 'Ikke bjørneklo',
    UNSURE: 'Usikker',
    BAD_IMAGE: 'Dårligt billede',
  },
  lookAlikes: {
    HOGWEED_COMMON: 'Almindelig bjørneklo',
    ANGELICA: 'Kvan',
    COW_PARSLEY: 'Vild kørvel',
    BUTTERBUR: 'Hestehov',
    BURDOCK: 'Burre',
    RHUBARB: 'Rabarber',
    ELDER: 'Hyld',
    LUPIN: 'Lupin',
    CROP: 'Afgrøde',
    MOWN_GRASS: 'Slået græs',
    SHADOW: 'Skygge',
    OTHER: 'Noget andet',
  },
  review: {
    title: 'Gennemgå',
    lead: 'Felter, som modellen er i tvivl om. De, hvor dit svar er mest værd, kommer først.',
    oneByOne: 'Gennemgå én ad gangen',
    oneByOneWhy: 'Ét felt, én tast, næste felt. Alt kan tages tilbage.',
    many: 'Mange på én gang',
    manyWhy:
      'Til felter, der næsten alle er ens. En tilfældig stikprøve vurderes først og viser, hvor ofte det fælles svar er rigtigt.',
    begin: 'Begynd',
    whichFlight: 'Flyvning',
    allFlights: 'Alle flyvninger',
    figures: { waiting: 'Venter', answered: 'Besvaret', mine: 'Af dig' },
    agreement: 'Andre vurderinger',
    agreementWhy: 'Nogle felter vurderes af endnu en person, der ikke ser det første svar.',
    pairs: (count) => `${many(count, 'felt', 'felter')} er vurderet af to personer`,
    agreed: (share) => `Samme svar: ${share}`,
    kappa: (value) => `Cohens kappa: ${value}`,
    kappaWhy: '0 er enighed ved et tilfælde, 1 er fuld enighed.',
    noKappa: 'Endnu for få felter til et tal.',
    secondWaiting: (count) => `${many(count, 'felt', 'felter')} venter på endnu en vurdering`,
    why: ({ reason, confidence = '', leans, views, elsewhere }) => {
      if (reason === 'SECOND_OPINION')
        return 'Endnu en vurdering: én person har vurderet feltet. Det svar, og hvad modellen siger, vises ikke før dit, så det ikke påvirker dig.';
      if (reason === 'AUDIT')
        return 'Udtrukket tilfældigt for at se, hvad modellen overser. Hvad den siger, vises ikke før dit svar, så det ikke påvirker dig.';
      if (elsewhere !== undefined)
        return `Her er modellen i tvivl (${confidence}), men ikke om det samme sted i et andet foto (bjørneklo, ${elsewhere}): dit svar fortæller, om det også ses i dette felt.`;
      const also =
        views === 0
          ? ''
          : ` ${many(String(views), 'andet foto', 'andre fotos')} viser stedet: ét svar er nok.`;
      if (leans === undefined)
        return `Modellen kan ikke afgøre det (${confidence}): dit svar lærer den mest.${also}`;
      const way = leans === 'hogweed' ? 'hælder til bjørneklo' : 'hælder til, at det ikke er bjørneklo';
      return `Modellen ${way} (${confidence}), men er i tvivl.${also}`;
    },
    position: (at, all) => `Felt ${at} af ${all}`,
    answeredHere: (count) => `${count} besvaret her`,
    waiting: (count) => `${count} venter`,
    blind: 'Endnu en vurdering: det første svar vises ikke',
    audit: 'Udtrukket tilfældigt',
    back: 'Overblik',
    answer: 'Dit svar',
    lookAlike: 'Ligner …',
    lookAlikeTitle: 'Ikke bjørneklo, men',
    undo: 'Fortryd',
    redo: 'Gentag',
    said: (answer) => `Du svarede: ${answer}. Et nyt svar erstatter det.`,
    context: 'Omkring dette felt',
    photo: 'I sit foto',
    confidence: (share) => `modellen siger ${share}`,
    views: 'Andre billeder',
    noViews: 'Intet andet foto viser dette sted.',
    viewNumber: (number) => `Billede ${number} af samme sted`,
    place: 'Hvor',
    onMap: 'på kortet',
    noPlace: 'Ingen ved, hvor dette foto er taget.',
    miniMap: 'Lille kort: stedet for fotoet, for feltet, og hvor planten ville stå',
    altTile: 'Feltet, der skal vurderes',
    altPhoto: 'Hele fotoet, feltet er omridset',
    altView: 'Samme sted i et andet foto',
    noPicture: 'Billedet kan ikke vises lige nu.',
    done: 'Intet venter på dig',
    doneWhy: 'Alle felter har et svar eller er hos en anden.',
    lookAgain: 'Se efter igen',
    history: 'Svar indtil nu',
    noHistory: 'Ingen har svaret endnu.',
    somebody: 'nogen',
    you: 'dig',
    withdrawn: 'taget tilbage',
    bulk: 'mange på én gang',
    second: 'anden vurdering',
    tileTitle: (index, photo) => `Felt ${index} i ${photo}`,
    reasonFilter: 'Hvorfor spurgt',
    reasons: {
      all: 'Alle grunde',
      uncertain: 'Modellen er i tvivl',
      audit: 'Udtrukket tilfældigt',
      second_opinion: 'Anden vurdering',
    },
  },
  many: {
    answer: 'Det fælles svar',
    from: 'Modellens sikkerhed fra',
    to: 'til',
    sampleWhy: (size) => `Først vurderes ${size} tilfældigt udtrukne felter ét ad gangen.`,
    draw: 'Udtræk stikprøven',
    sampleNote: (size) =>
      `Stikprøve på ${size} felter, udtrukket tilfældigt. Vurdér hvert felt, som du ser det; beslutningen om resten følger.`,
    noTiles: 'Ingen felter venter i dette interval.',
    again: 'Vælg andre felter',
    precision: (share) => `Det fælles svar var rigtigt for ${share} af stikprøven`,
    precisionWhy: (same, judged, answer) => `${same} af ${judged} felter: »${answer}«.`,
    atLeast: (share) => `Med en stikprøve af denne størrelse kan den sande andel være så lav som ${share}.`,
    tooLow: 'Det er lavt: gennemgå felterne ét ad gangen, eller vælg et snævrere interval.',
    waitForSending: (count) => `${count} svar fra stikprøven mangler at blive sendt.`,
    decide: (count, answer) => `Svar »${answer}« for ${many(count, 'felt', 'felter')}`,
    backToSample: 'Tilbage til stikprøven',
    gridWhy: 'Udelad det, der er anderledes: det bliver i køen.',
    tile: (index, photo) => `Felt ${index} i ${photo}`,
    decided: (count) => `${many(count, 'felt', 'felter')} besvaret`,
    takeBack: 'Tag dem alle tilbage',
    takenBack: 'De tages alle tilbage',
  },
};
