import type { codeTexts as english } from '../en/codes.ts';
import { failureCodes } from './failure-codes.ts';

/** Sentences for stable codes of the server, in Danish; a code that is not here is shown as the server says it. */
export const codeTexts: typeof english = {
  codes: {
    ...failureCodes,
    'photo.in-use': 'Fotoet bruges allerede: der er intet at rette.',
    'api.internal': 'Noget gik galt hos os. Det er skrevet ned; prøv igen.',
    'api.forbidden': 'Din rolle tillader ikke dette, eller det er en andens sag.',
    'api.bad-input': 'Noget af det udfyldte kan ikke bruges. Se det efter, og prøv igen.',
    'api.version-outdated':
      'En anden har ændret dette imens. Det vises, som det er nu: se det efter, og gentag din ændring.',
    'api.in-progress': 'Netop denne ændring er ved at blive gemt. Prøv igen om nogle sekunder.',
    'api.key-reused': 'Denne ændring er gemt før i en anden form. Hent siden igen.',
    'any.not-found': 'Det er her ikke mere, eller linket er skrevet forkert.',
    'tile.id-invalid': 'Linket til dette felt er skrevet forkert.',
    'label.withdrawn': 'Dette svar blev taget tilbage før. Der er intet at gøre.',
    'label.sample-missing':
      'Stikprøven skal vurderes ét felt ad gangen, før de andre afgøres på én gang: {judged} af {wanted} er det.',
    'upload.incomplete': '{missing} fotos kom ikke helt frem. Tryk »Fortsæt«: kun de sendes igen.',
    'upload.list-incomplete':
      'Del {page} af {pages} af listen over filer kom ikke frem. Tryk »Fortsæt«: intet foto sendes igen.',
    'upload.no-photos': 'Der er intet foto blandt flyvningens filer. Vælg en anden mappe.',
    'upload.refused': 'Et foto blev ikke modtaget. Tryk »Fortsæt« for at prøve igen.',
    'flight.exists': 'Der er en anden flyvning med dette navn i links. Vælg et andet navn.',
    'registry.already-production': 'Denne model er allerede i brug.',
    'registry.nothing-before': 'Ingen anden model var i brug før.',
    'api.too-dear': 'Der blev spurgt om for meget på én gang. Se på mindre ad gangen.',
    'api.query-invalid': 'Siden passer ikke længere til serveren. Hent den igen.',
    'api.cursor-unknown': 'Listen er ændret. Hent siden igen.',
    'map.view-invalid': 'Denne del af kortet kan ikke vises. Flyt kortet lidt.',
    'mark.day-ahead': 'Besøgets dag, {date}, er ikke kommet endnu.',
    'run.running': 'Arbejdet med flyvningen er allerede i gang. Vent, til det er færdigt.',
    'run.succeeded': 'Arbejdet med flyvningen er færdigt: der er intet at fortsætte.',
    'audit.busy': 'Andre gør det samme netop nu. Prøv igen om nogle sekunder.',
    'label.not-found': 'Svaret er her ikke mere.',
    'registry.busy': 'Andre ændrer modellerne netop nu. Prøv igen om nogle sekunder.',
    'registry.reason-invalid': 'Sig med en sætning hvorfor.',
    'registry.not-compared':
      'De to modeller er aldrig målt på de samme felter. Sig, hvorfor du vælger den alligevel.',
    'registry.promotion-refused':
      'Modellen målte dårligere end den, der er i brug. Sig, hvorfor du vælger den alligevel.',
    'registry.changed-meanwhile':
      'En anden har imens ændret, hvilken model der er i brug. Se efter, og beslut så.',
    'registry.log-tampered':
      'Loggen over beslutninger er ikke, som den blev skrevet: intet kan besluttes, før en administrator har set efter.',
    'flight.manifest-invalid': 'Noget i beskrivelsen af flyvningen kan ikke bruges. Se felterne efter.',
    'flight.id-mismatch': 'Flyvningen blev sendt under et andet navn, end den selv oplyser. Send den igen.',
    'upload.part-missing':
      'Et stykke af filen kom ikke frem. Tryk »Fortsæt«: kun det, der mangler, sendes igen.',
    'upload.not-found':
      'Overførslen er slut eller begyndte aldrig. Tryk »Fortsæt«: det, der er her, sendes ikke igen.',
    'export.results-unreadable':
      'Flyvningens resultater kan ikke læses. Prøv flyvningen igen: de skrives på ny.',
    // What only a newer server tells: by its family.
    'any.flight': 'Flyvningens filer kan ikke bruges, som de er ({code}).',
    'any.terrain': 'Terrænfilen kan ikke bruges ({code}).',
    'any.tiling': 'Fotoene kan ikke deles i felter på den ønskede måde ({code}).',
    'any.model': 'Modellen kan ikke bruges her ({code}). Spørg den, der passer modellerne.',
    'any.remote': 'Serveren, som modellen kører på, svarer ikke, som den skal ({code}).',
    'any.export': 'Filen kan ikke laves ({code}).',
    'any.lake':
      'Samlingen af resultater er optaget eller beskadiget ({code}). Prøv igen om lidt, eller spørg en administrator.',
    'any.upload': 'Overførslen lykkedes ikke ({code}). Tryk »Fortsæt«.',
    'any.check':
      'Arbejdet blev stoppet af en kontrol af fotos ({code}). Se rapporten, og ret det, den nævner.',
    'any.photo': 'Fotoet kan ikke bruges ({code}).',
    'any.invocation': 'Noget gik galt hos os ({code}). Spørg en administrator.',
    'any.cloud': 'En tjeneste svarede ikke i tide ({code}). Prøv igen.',
    'photo.crashes-reader':
      'Programmet, der læser fotos, gik i stå ved dette foto hver gang. Kopiér det fra kortet igen, eller lad det ude.',
    'photo.crashes-model': 'Programmet, der vurderer fotos, gik i stå ved dette foto hver gang.',
    'photo.unplaced': 'Fotoet siger ikke, hvor det er taget.',
    'any.registry': 'Modellerne kan ikke ændres sådan ({code}).',
    'any.run': 'Arbejdet med flyvningen kan ikke gøres sådan ({code}).',
    'any.review': 'Spørgsmålene til biologerne kan ikke laves ({code}).',
    'any.States': 'Arbejdet blev afbrudt ({code}).',
    'any.Lambda': 'Arbejdet blev afbrudt ({code}). Prøv igen.',
    'any.events': 'Noget gik galt hos os ({code}). Prøv igen om lidt.',
    'any.ecs': 'Noget gik galt hos os ({code}). Prøv igen om lidt.',
    'any.environment': 'Noget er sat forkert op hos os ({code}). Spørg en administrator.',
    'any.object': 'En fil, der skulle være her, er her ikke ({code}).',
    'identity.ended': 'Du er blevet logget ud. Log ind igen.',
    'identity.missing': 'Ingen er logget ind. Log ind igen.',
    'network.answer': 'Der kom ikke noget brugbart svar. Prøv igen om lidt.',
    'photo.duplicate': 'Det samme foto er der allerede under et andet navn.',
    'photo.missing': 'Fotoet er ikke der.',
    'photo.no-access':
      'Fotoet kunne ikke bruges, hvor det lå, og blev ikke sendt. Kopiér det fra kortet igen.',
    'photo.changed': 'Indholdet er ikke det, der blev meldt: dårligt kopieret eller ændret siden.',
    'photo.unlisted': 'Fotoet står ikke på flyvningens liste.',
    'photo.empty': 'Filen er tom.',
    'photo.too-large': 'Filen er for stor.',
    'photo.not-jpeg': 'Filen er ikke et foto.',
    'photo.cmyk': 'Fotoet er i trykfarver: det skriver ingen drone. Brug originalen.',
    'photo.greyscale': 'Fotoet har ingen farver; modellen har brug for dem. Termiske fotos kan ikke bruges.',
    'photo.too-small': 'Fotoet er kun et miniaturebillede.',
    'photo.too-many-pixels': 'Fotoet har for mange pixels.',
    'photo.too-many-scans': 'Billedet er gemt i flere omgange, end noget kamera skriver. Brug originalen.',
    'photo.truncated': 'Slutningen af fotoet mangler. Kopiér det fra kortet igen.',
    'photo.unreadable': 'Billedet kan ikke læses.',
    'file.not-a-photo': 'Filen er ikke et foto.',
    'exif.missing': 'Fotoet har ingen kameradata.',
    'exif.corrupt': 'Fotoets kameradata er beskadiget og blev ikke brugt.',
    'xmp.corrupt': 'Fotoets flyvedata er beskadiget og blev ikke brugt.',
    'xmp.too-long': 'Fotoets flyvedata er langt længere, end en drone skriver; kun begyndelsen blev brugt.',
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
