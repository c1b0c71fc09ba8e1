import { failureCodes } from './failure-codes.ts';

/** Sentences for stable codes of the server; of photos the server's own English ones are shown, which say more. */
export const codeTexts: { readonly codes: Readonly<Record<string, string>> } = {
  codes: {
    ...failureCodes,
    'photo.no-access':
      'The photo could not be used where it lay, and was not sent. Copy it from the card again.',
    'photo.in-use': 'This photo is used already: there is nothing to mend.',
    'api.internal': 'Something went wrong on our side. It was written down; please try again.',
    'api.forbidden': 'Your role does not allow this, or it is for somebody else to do.',
    'api.bad-input': 'Something that was filled in cannot be used. Look at it again, and try once more.',
    'api.version-outdated':
      'Somebody else changed this in the meantime. It is shown as it is now: look at it again, then repeat your change.',
    'api.in-progress': 'This very change is being made just now. Try again in a few seconds.',
    'api.key-reused': 'This change was made before, in another form. Load the page again.',
    'any.not-found': 'It is not there any more, or the link is mistyped.',
    'tile.id-invalid': 'The link to this tile is mistyped.',
    'label.withdrawn': 'This answer was taken back before. Nothing is to be done.',
    'label.sample-missing':
      'The sample must be judged one by one before the others are decided at once: {judged} of {wanted} are.',
    'upload.incomplete': '{missing} photos did not arrive whole. Press “Go on”: only those are sent again.',
    'upload.list-incomplete':
      'Part {page} of {pages} of the list of files did not arrive. Press “Go on”: no photo is sent again.',
    'upload.no-photos': 'There is no photo among the files of this flight. Choose another folder.',
    'upload.refused': 'A photo was not accepted. Press “Go on” to try again.',
    'flight.exists': 'There is another flight with this name in links. Choose another name.',
    'registry.already-production': 'This model is in use already.',
    'registry.nothing-before': 'No other model was in use before.',
    'api.too-dear': 'Too much was asked for at once. Look at less of it at a time.',
    'api.query-invalid': 'This page does not fit the server any more. Load it again.',
    'api.cursor-unknown': 'The list has changed. Load the page again.',
    'map.view-invalid': 'This part of the map cannot be shown. Move the map a little.',
    'mark.day-ahead': 'The day of the visit, {date}, has not come yet.',
    'run.running': 'The work on this flight goes on already. Wait for its end.',
    'run.succeeded': 'The work on this flight is done: there is nothing to go on with.',
    'audit.busy': 'Others are doing the same just now. Try again in a few seconds.',
    'label.not-found': 'This answer is not there any more.',
    'registry.busy': 'Others are changing the models just now. Try again in a few seconds.',
    'registry.reason-invalid': 'Say in a sentence why.',
    'registry.not-compared':
      'The two models were never measured on the same tiles. Say why you choose it all the same.',
    'registry.promotion-refused':
      'This model measured worse than the one in use. Say why you choose it all the same.',
    'registry.changed-meanwhile':
      'Somebody else changed which model is in use in the meantime. Look again, then decide.',
    'registry.log-tampered':
      'The log of decisions is not as it was written: nothing can be decided before an administrator has looked.',
    'flight.manifest-invalid':
      'Something in the description of the flight cannot be used. Look at its fields again.',
    'flight.id-mismatch': 'The flight was uploaded under another name than it gives itself. Upload it anew.',
    'upload.part-missing':
      'A piece of the file did not arrive. Press “Go on”: only what is missing is sent again.',
    'upload.not-found': 'This upload is over or never began. Press “Go on”: what is there is not sent again.',
    'export.results-unreadable':
      'The results of this flight cannot be read. Work on the flight again: they are written anew.',
    'identity.ended': 'You have been signed out. Please sign in again.',
    'identity.missing': 'Nobody is signed in. Please sign in again.',
    'network.answer': 'No usable answer came. Try again in a moment.',
  },
};
