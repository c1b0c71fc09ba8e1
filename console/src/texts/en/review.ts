/** What a translated line says why a tile is asked about. */
export interface WhyParts {
  readonly reason: 'UNCERTAIN' | 'AUDIT' | 'SECOND_OPINION';
  readonly confidence: string | undefined;
  /** Which way the model leans; undefined where it cannot tell. */
  readonly leans: 'hogweed' | 'no-hogweed' | undefined;
  readonly views: number;
  /** How sure the model is of the same ground in another photo, where it is certain there. */
  readonly elsewhere: string | undefined;
}

const many = (count: string, one: string, more: string) => `${count} ${count === '1' ? one : more}`;

/** Reviewing tiles, in English. */
export const reviewTexts = {
  answers: { HOGWEED: 'Hogweed', NOT_HOGWEED: 'Not hogweed', UNSURE: 'Unsure', BAD_IMAGE: 'Bad image' },
  lookAlikes: {
    HOGWEED_COMMON: 'Common hogweed',
    ANGELICA: 'Angelica',
    COW_PARSLEY: 'Cow parsley',
    BUTTERBUR: 'Butterbur',
    BURDOCK: 'Burdock',
    RHUBARB: 'Rhubarb',
    ELDER: 'Elder',
    LUPIN: 'Lupin',
    CROP: 'Crop',
    MOWN_GRASS: 'Mown grass',
    SHADOW: 'Shadow',
    OTHER: 'Something else',
  },
  review: {
    title: 'Review',
    lead: 'Tiles that the model is unsure of, those first where your answer is worth most.',
    oneByOne: 'Review one by one',
    oneByOneWhy: 'One tile, one key, the next tile. Everything can be taken back.',
    many: 'Many at once',
    manyWhy:
      'For tiles that are nearly all alike. A random sample is judged first and shows how often the common answer is right.',
    begin: 'Begin',
    whichFlight: 'Flight',
    allFlights: 'All flights',
    figures: { waiting: 'Waiting', answered: 'Answered', mine: 'By you' },
    agreement: 'Second opinions',
    agreementWhy: 'Some tiles are judged by a second person who does not see the first answer.',
    pairs: (count: string) => `${many(count, 'tile was', 'tiles were')} judged by two people`,
    agreed: (share: string) => `Same answer: ${share}`,
    kappa: (value: string) => `Cohen’s kappa: ${value}`,
    kappaWhy: '0 is agreement by chance, 1 is perfect.',
    noKappa: 'Too few tiles for a figure yet.',
    secondWaiting: (count: string) => `${many(count, 'tile waits', 'tiles wait')} for a second opinion`,
    why: ({ reason, confidence = '', leans, views, elsewhere }: WhyParts) => {
      if (reason === 'SECOND_OPINION')
        return 'Second opinion: one person has judged it. That answer, and what the model says, are not shown before yours, so that they do not sway you.';
      if (reason === 'AUDIT')
        return 'Random check: shows what the model misses. What it says is not shown before your answer, so that it does not sway you.';
      // Then the answer does not teach most: of the plant the model is sure.
      if (elsewhere !== undefined)
        return `Here the model is not sure (${confidence}), but of the same ground in another photo it is (hogweed, ${elsewhere}): your answer tells whether this tile shows it too.`;
      const also =
        views === 0
          ? ''
          : ` ${many(String(views), 'other photo shows', 'other photos show')} it: one answer is enough.`;
      if (leans === undefined)
        return `The model cannot tell (${confidence}): your answer teaches it most.${also}`;
      const way = leans === 'hogweed' ? 'leans to hogweed' : 'leans to no hogweed';
      return `The model ${way} (${confidence}), but is not sure.${also}`;
    },
    position: (at: string, all: string) => `Tile ${at} of ${all}`,
    answeredHere: (count: string) => `${count} answered here`,
    waiting: (count: string) => `${count} waiting`,
    blind: 'Second opinion: the first answer is not shown',
    audit: 'Drawn by chance',
    back: 'Overview',
    answer: 'Your answer',
    lookAlike: 'Looks like …',
    lookAlikeTitle: 'Not hogweed, but',
    undo: 'Undo',
    redo: 'Redo',
    said: (answer: string) => `You said: ${answer}. A new answer replaces it.`,
    context: 'Around this tile',
    photo: 'In its photo',
    confidence: (share: string) => `model says ${share}`,
    views: 'Other views',
    noViews: 'No other photo shows this ground.',
    viewNumber: (number: number) => `View ${number} of the same ground`,
    place: 'Where',
    onMap: 'on the map',
    noPlace: 'Nobody knows where this photo was taken.',
    miniMap: 'Small map: the ground of the photo, of the tile, and where the plant would stand',
    altTile: 'The tile to be judged',
    altPhoto: 'The whole photo, the tile is outlined',
    altView: 'The same ground in another photo',
    noPicture: 'The picture cannot be shown just now.',
    done: 'Nothing waits for you',
    doneWhy: 'Every tile has an answer, or is with somebody else.',
    lookAgain: 'Look again',
    history: 'Answers so far',
    noHistory: 'Nobody has answered yet.',
    somebody: 'somebody',
    you: 'you',
    withdrawn: 'taken back',
    bulk: 'many at once',
    second: 'second opinion',
    tileTitle: (index: number, photo: string) => `Tile ${index} of ${photo}`,
    reasonFilter: 'Why asked',
    reasons: {
      all: 'Any reason',
      uncertain: 'The model is unsure',
      audit: 'Drawn by chance',
      second_opinion: 'Second opinion',
    },
  },
  many: {
    answer: 'The common answer',
    from: 'Model’s confidence from',
    to: 'to',
    sampleWhy: (size: number) => `First ${size} of these tiles, drawn by chance, are judged one by one.`,
    draw: 'Draw the sample',
    sampleNote: (size: number) =>
      `Sample of ${size} tiles, drawn by chance. Judge each as you see it; the decision on the rest follows.`,
    noTiles: 'No tile waits in this range.',
    again: 'Choose other tiles',
    precision: (share: string) => `The common answer was right for ${share} of the sample`,
    precisionWhy: (same: string, judged: string, answer: string) =>
      `${same} of ${judged} tiles: “${answer}”.`,
    atLeast: (share: string) => `With a sample of this size the true share may be as low as ${share}.`,
    tooLow: 'That is low: judge these tiles one by one, or choose a narrower range.',
    waitForSending: (count: number) => `${count} answers of the sample are still to be sent.`,
    decide: (count: string, answer: string) => `Answer “${answer}” for ${many(count, 'tile', 'tiles')}`,
    backToSample: 'Back to the sample',
    gridWhy: 'Leave out what is different: it stays in the queue.',
    tile: (index: number, photo: string) => `Tile ${index} of ${photo}`,
    decided: (count: string) => `${many(count, 'tile', 'tiles')} answered`,
    takeBack: 'Take all of them back',
    takenBack: 'All of them are being taken back',
  },
};
