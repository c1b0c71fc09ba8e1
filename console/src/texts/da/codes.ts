import type { codeTexts as english } from '../en/codes.ts';

/** Sentences for stable codes of the server, in Danish; a code that is not here is shown as the server says it. */
export const codeTexts: typeof english = {
  codes: {
    'photo.duplicate': 'Det samme foto er der allerede under et andet navn.',
    'photo.missing': 'Fotoet er ikke der.',
    'photo.no-access': 'Fotoet kunne ikke læses, hvor det lå.',
    'photo.changed': 'Indholdet er ikke det, der blev meldt: dårligt kopieret eller ændret siden.',
    'photo.unlisted': 'Fotoet står ikke på flyvningens liste.',
    'photo.empty': 'Filen er tom.',
    'photo.too-large': 'Filen er for stor.',
    'photo.not-jpeg': 'Filen er ikke et foto.',
    'photo.cmyk': 'Fotoet er i trykfarver: det skriver ingen drone. Brug originalen.',
    'photo.greyscale': 'Fotoet har ingen farver; modellen har brug for dem. Termiske fotos kan ikke bruges.',
    'photo.too-small': 'Fotoet er kun et miniaturebillede.',
    'photo.too-many-pixels': 'Fotoet har for mange pixels.',
    'photo.truncated': 'Slutningen af fotoet mangler. Kopiér det fra kortet igen.',
    'photo.unreadable': 'Billedet kan ikke læses.',
    'file.not-a-photo': 'Filen er ikke et foto.',
    'exif.missing': 'Fotoet har ingen kameradata.',
    'exif.corrupt': 'Fotoets kameradata er beskadiget og blev ikke brugt.',
    'xmp.corrupt': 'Fotoets flyvedata er beskadiget og blev ikke brugt.',
    'clock.unset': 'Kameraets ur var ikke stillet: tidspunktet er ukendt.',
    'gps.missing': 'Fotoet siger ikke, hvor det er taget.',
    'gps.zero': 'Fotoet siger, at det er taget ved 0,0: modtageren havde ikke fundet sit sted.',
    'gps.invalid': 'Fotoets koordinater er ikke et sted på Jorden.',
    'gps.ref-missing': 'Fotoets koordinater mangler nord eller syd, øst eller vest.',
    'gps.contradictory': 'Fotoet angiver to forskellige steder.',
    'gps.rtk-float': 'Korrektionssignalet var svagt: kameraets sted er godt til decimeter, ikke centimeter.',
    'gps.rtk-lost': 'Korrektionssignalet var væk: kameraets sted er så groft som uden det.',
    'height.missing': 'Fotoet siger ikke, hvor højt over jorden det er taget.',
    'height.invalid': 'Fotoet angiver en højde, der ikke er et tal.',
    'height.too-low': 'Fotoet er taget under 2 m, på jorden eller før opstigningen.',
    'height.implausible': 'Fotoet angiver en højde, som ingen sådan drone flyver i.',
    'attitude.missing': 'Fotoet siger ikke, hvorhen kameraet så: lige ned antages.',
    'attitude.yaw-missing':
      'Fotoet siger ikke, hvor nord er: dets punkter kan ligge i alle retninger om kameraet.',
    'attitude.invalid': 'Fotoet angiver en vinkel, der ikke er en vinkel.',
    'attitude.gimbal-lock': 'Kameraets vinkler var skrevet forbi lige ned; de er rettet.',
    'attitude.contradictory': 'Kameraets vinkler modsiger hinanden.',
    'attitude.yaw-disagrees':
      'Kamera og drone peger mere end 90 grader fra hinanden: fotoets retning er tvivlsom.',
    'attitude.above-horizon': 'Kameraet så over horisonten: kun den nederste del af fotoet viser jord.',
    'attitude.oblique': 'Kameraet så langt frem: punkter øverst i fotoet er grove.',
    'attitude.upside-down': 'Kameraet skal have siddet på hovedet; det er taget, som det står skrevet.',
    'focal.unknown': 'Hverken foto eller flyvning siger kameraets brændvidde.',
    'focal.format-assumed': 'Kameraet er ikke i tabellen: en sensor i formatet 4:3 antages.',
    'focal.contradictory': 'Fotoet angiver brændvidder, der modsiger hinanden.',
    'focal.digital-zoom': 'Der var zoomet digitalt; målestokken er rettet for det.',
    'lens.uncorrected':
      'Linsen bøjer rette linjer, og fotoet siger ikke hvordan: punkter nær kanten er grovere.',
    'photo.edited': 'Fotoet er gemt af et redigeringsprogram: det kan være drejet eller beskåret.',
    'photo.maybe-turned':
      'Fotoet er gemt af en billedviser, som efter en drejning: dets retning er tvivlsom.',
    'photo.turned':
      'Fotoet blev drejet 180 grader efter flyvningen; overlappet med naboerne viser det, og det er rettet.',
    'photo.not-turned':
      'Fotoet er gemt af et andet program, men ikke drejet: overlappet med naboerne viser det.',
    'photo.turned-sideways':
      'Fotoet står op, selv om kameraet ikke gør: det er drejet på siden efter flyvningen.',
    'photo.cropped': 'Fotoet er beskåret efter flyvningen: dets punkter er forskudt.',
    'photo.sideways-tag': 'Billedvisere viser fotoet drejet; pixels tælles i fotoet, som det er gemt.',
    'pose.aligned': 'Sted og retning blev rettet lidt, så fotoet passer til sine naboer.',
    'pose.moved':
      'Sted eller retning blev rettet mere end 3 m eller 5 grader, så fotoet passer til sine naboer.',
    'ground.shallow': 'Udsynet til dette punkt er meget fladt: dets sted er groft.',
    'footprint.clipped': 'Omridset slutter, hvor udsynet bliver for fladt til at placere noget.',
    'scale.assumed':
      'En pixels størrelse på jorden er ukendt: et almindeligt kamera i 40 m antages til felterne.',
    'terrain.outside': 'Terrænfilen dækker ikke dette sted: flad jord antages.',
    'terrain.take-off-assumed':
      'Flyvningen siger ikke, hvor dronen lettede: højder tælles fra, hvor det første foto er taget.',
    'terrain.take-off-unknown':
      'Ingen ved, hvor dronen lettede: dens højde tages som højden over jorden under fotoet.',
  },
};
