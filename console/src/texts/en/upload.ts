const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Uploading a flight, in English. */
export const uploadTexts = {
  upload: {
    title: 'Upload photos',
    lead: 'Every photo is looked at on this computer first. Nothing is sent before you say so.',
    drop: 'Drop the folder of one flight here',
    dropWhy: 'The photos as they come from the drone: do not turn, crop or edit them.',
    choose: 'Choose a folder',
    other: 'Choose another folder',
    checking: (done: number, all: number) => `Looking at photo ${done} of ${all} …`,
    looked: (count: string) => `${many(count, 'photo', 'photos')} looked at`,
    good: (count: string, size: string) => `${many(count, 'photo is', 'photos are')} good (${size}).`,
    noneGood: 'None of these photos can be used.',
    others: (count: string) => `${many(count, 'other file stays', 'other files stay')} here.`,
    bad: (count: number) =>
      count === 1 ? '1 photo cannot be used and stays here' : `${count} photos cannot be used and stay here`,
    faults: {
      empty: 'the file is empty.',
      'too-large': 'the file is too large to be a drone photo.',
      'not-jpeg': 'the file is no photo, whatever its name says.',
      'cut-off': 'the end of the photo is missing. Copy it from the card again.',
      unreadable: 'the file could not be opened.',
    },
    remarks: {
      'no-position': (count: string) =>
        `${many(count, 'photo does', 'photos do')} not say the place: searched all the same, but not on the map.`,
      'no-height': (count: string) => `${many(count, 'photo does', 'photos do')} not say the height.`,
      'no-camera-data': (count: string) => `${many(count, 'photo carries', 'photos carry')} no camera data.`,
      'no-time': (count: string) => `${many(count, 'photo does', 'photos do')} not say the time.`,
      duplicate: (count: string) =>
        `${many(count, 'photo is', 'photos are')} the same as another one of these, byte for byte: what is there twice counts once.`,
    },
    details: 'About the flight',
    flightTitle: 'Title',
    flightId: 'Name in links',
    flightIdWhy:
      'Small letters, digits and hyphens, at most 48. An upload that was interrupted goes on under the same name.',
    operator: 'Pilot',
    notes: 'Notes',
    height: 'Height above ground, metres',
    heightWhy: 'For the photos that do not say it themselves.',
    send: (count: number) => (count === 1 ? 'Send 1 photo' : `Send ${count} photos`),
    goOn: 'Go on',
    pause: 'Pause',
    sending: 'Sending',
    sent: (done: string, all: string, size: string) => `${done} of ${all} photos sent, ${size}.`,
    present: (count: string) => `${count} were there already.`,
    interrupted: 'An upload was interrupted',
    interruptedWhy: (folder: string) =>
      `drop the folder “${folder}” again. What has arrived is not sent again.`,
    forget: 'Forget it',
    stay: 'Stay on this page until all photos are sent. Should it be closed, drop the same folder again.',
    done: 'The flight is complete',
    doneWhy: (count: number) =>
      count === 1
        ? '1 photo has arrived. The work on it begins.'
        : `${count} photos have arrived. The work on them begins.`,
    toFlight: 'Follow the flight',
  },
};
