/** Sentences for stable codes of the server; of photos the server's own English ones are shown, which say more. */
export const codeTexts: { readonly codes: Readonly<Record<string, string>> } = {
  codes: {
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
    'label.sample-missing': 'The sample must be judged one by one before the others are decided at once.',
    'upload.incomplete': 'Some photos did not arrive whole. Press “Go on”: only those are sent again.',
    'upload.refused': 'A photo was not accepted. Press “Go on” to try again.',
    'flight.exists': 'There is another flight with this name in links. Choose another name.',
    'registry.already-production': 'This model is in use already.',
    'registry.nothing-before': 'No other model was in use before.',
    'identity.ended': 'You have been signed out. Please sign in again.',
    'identity.missing': 'Nobody is signed in. Please sign in again.',
    'network.answer': 'No usable answer came. Try again in a moment.',
  },
};
