import { beforeEach, describe, expect, it } from 'vitest';
import { quarantinedPhotos, quarantinePhoto, workThrough } from '#platform/careful-batch.ts';
import { type FileObjectStore, fileObjectStore } from '#platform/local/object-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The program ended: nothing of it runs on. */
class Death extends Error {}

let objects: FileObjectStore;
beforeEach(() => {
  process.env['UMBEL_WORK_BUCKET'] = 'umbel-work';
  objects = fileObjectStore(temporaryFolder());
});

const photo = (name: string) => ({ photoId: name });
const batch = (waiting: readonly string[]) => ({
  runId: 'meadow-1',
  stage: 'tile-photos',
  name: 'a',
  waiting: waiting.map(photo),
  inFlight: 2,
});

interface Program {
  readonly done: Set<string>;
  readonly setAside: Set<string>;
  /** Photos in the order in which they were taken in hand, by try. */
  readonly taken: string[][];
}

/** Does a batch again and again, as a workflow does, until it ends well; deaths leave no word behind. */
async function persist(
  photos: readonly string[],
  fate: (name: string) => 'lives' | 'dies' | 'fails',
  tries = 20,
): Promise<Program> {
  const program: Program = { done: new Set(), setAside: new Set(), taken: [] };
  for (let n = 0; n < tries; n++) {
    const taken: string[] = [];
    program.taken.push(taken);
    const waiting = photos.filter((name) => !program.done.has(name) && !program.setAside.has(name));
    const ended = await oneTry(waiting, { fate, taken, program });
    if (ended === 'well') return program;
  }
  return program;
}

interface Try {
  readonly fate: (name: string) => 'lives' | 'dies' | 'fails';
  readonly taken: string[];
  readonly program: Program;
}

async function oneTry(waiting: readonly string[], { fate, taken, program }: Try): Promise<string> {
  // After its death a program writes nothing.
  let dead = false;
  const mortal: FileObjectStore = {
    ...objects,
    put: (...args) => (dead ? Promise.reject(new Death()) : objects.put(...args)),
  };
  const perform = ({ photoId }: { photoId: string }): Promise<void> => {
    taken.push(photoId);
    if (fate(photoId) === 'dies') {
      dead = true;
      return Promise.reject(new Death());
    }
    if (fate(photoId) === 'fails') return Promise.reject(new Error('not now'));
    program.done.add(photoId);
    return Promise.resolve();
  };
  const quarantine = ({ photoId }: { photoId: string }): Promise<void> => {
    program.setAside.add(photoId);
    return Promise.resolve();
  };
  return workThrough(mortal, batch(waiting), { perform, quarantine }).then(
    () => 'well',
    () => 'badly',
  );
}

describe('a batch of photos', () => {
  it('is done at once where nothing goes wrong, at the price of one small object', async () => {
    const { done, taken } = await persist(['a', 'b', 'c'], () => 'lives');
    expect([...done]).toEqual(['a', 'b', 'c']);
    expect(taken).toHaveLength(1);
    const keys: string[] = [];
    for await (const { key } of objects.list('umbel-work', '')) keys.push(key);
    expect(keys).toEqual(['runs/meadow-1/batches/tile-photos/begun/a']);
  });

  it('loses the photo at which the program ends, and no other', async () => {
    const { done, setAside, taken } = await persist(['a', 'b', 'c', 'd', 'e'], (name) =>
      name === 'c' ? 'dies' : 'lives',
    );
    expect([...done].sort()).toEqual(['a', 'b', 'd', 'e']);
    expect([...setAside]).toEqual(['c']);
    expect(taken.flat().filter((name) => name === 'c')).toHaveLength(3);
  });

  it.each([
    [2, 6],
    [3, 8],
    [6, 14],
    [7, 16],
  ])('finds %i such photos in %i tries, the others by the third', async (poison, tries) => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const { done, setAside, taken } = await persist(names, (name) =>
      names.indexOf(name) < poison ? 'dies' : 'lives',
    );
    expect([...setAside].sort()).toEqual(names.slice(0, poison));
    expect([...done].sort()).toEqual(names.slice(poison));
    expect(taken.length).toBeLessThanOrEqual(tries);
  });

  it('never sets a photo aside that fails without ending the program', async () => {
    const { done, setAside } = await persist(['a', 'b'], (name) => (name === 'b' ? 'fails' : 'lives'));
    expect([...done]).toEqual(['a']);
    expect([...setAside]).toEqual([]);
  });

  it('does not blame a photo for one death', async () => {
    let deaths = 0;
    const { done, setAside } = await persist(['a', 'b'], (name) =>
      name === 'b' && ++deaths <= 2 ? 'dies' : 'lives',
    );
    expect([...setAside]).toEqual([]);
    expect([...done].sort()).toEqual(['a', 'b']);
  });
});

it('a stage remembers what it set aside, and why', async () => {
  const run = { runId: 'meadow-1', stage: 'score-photos' };
  const reason = { code: 'photo.crashes-model', message: 'It ended.' };
  await quarantinePhoto(objects, { ...run, photoId: 'c' }, reason);
  expect(await quarantinedPhotos(objects, run)).toEqual(new Map([['c', reason]]));
  expect(await quarantinedPhotos(objects, { ...run, runId: 'meadow-2' })).toEqual(new Map());
});
