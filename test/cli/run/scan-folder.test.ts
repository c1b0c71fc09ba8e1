import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanFolder } from '#cli/run/scan-folder.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

/** A folder with these files; a file's content is its name. */
function folderWith(...names: readonly string[]): string {
  const dir = temporaryFolder();
  for (const name of names) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), name);
  }
  return dir;
}

async function namesIn(dir: string): Promise<{ photos: string[]; sideFiles: readonly string[] }> {
  const { photos, sideFiles } = await scanFolder(dir);
  return { photos: photos.map(({ name }) => name), sideFiles };
}

describe('the folder of a flight', () => {
  it('gives its photos in the order of names, from the folders in it too', async () => {
    const dir = folderWith('b.JPG', 'DCIM/101/x.jpeg', 'DCIM/100/DJI 0001 ø.jpg', 'a.jpg', '日本.jpg');
    expect(await namesIn(dir)).toEqual({
      photos: ['DCIM/100/DJI 0001 ø.jpg', 'DCIM/101/x.jpeg', 'a.jpg', 'b.JPG', '日本.jpg'],
      sideFiles: [],
    });
    const { photos } = await scanFolder(dir);
    expect(photos[2]).toMatchObject({ name: 'a.jpg', file: path.join(dir, 'a.jpg'), sizeBytes: 5 });
  });

  it('names everything else as a side file, and does not enter hidden folders', async () => {
    const dir = folderWith(
      'a.jpg',
      'DJI.SRT',
      'raw/1.DNG',
      'Thumbs.db',
      '._a.jpg',
      '.umbel/b.jpg',
      'x/.trash/c.jpg',
    );
    expect(await namesIn(dir)).toEqual({
      photos: ['a.jpg'],
      sideFiles: ['._a.jpg', 'DJI.SRT', 'Thumbs.db', 'raw/1.DNG'],
    });
  });

  it('has its manifest apart; one in a folder below is a side file', async () => {
    const dir = folderWith('flight.json', 'below/flight.json', 'a.jpg');
    expect(await scanFolder(dir)).toMatchObject({
      manifestFile: path.join(dir, 'flight.json'),
      sideFiles: ['below/flight.json'],
    });
    expect((await scanFolder(folderWith('a.jpg'))).manifestFile).toBeUndefined();
  });

  it('may be a manifest alone: its photos are all missing', async () => {
    expect(await namesIn(folderWith('flight.json'))).toEqual({ photos: [], sideFiles: [] });
  });

  it('follows links to folders, each once', async () => {
    const dir = folderWith('a/1.jpg');
    const elsewhere = folderWith('2.jpg');
    symlinkSync(elsewhere, path.join(dir, 'b'));
    symlinkSync(dir, path.join(elsewhere, 'back'));
    expect(await namesIn(dir)).toEqual({ photos: ['a/1.jpg', 'b/2.jpg'], sideFiles: ['b/back'] });
  });

  it('follows links to photos, and takes nothing for a photo that only has the name of one', async () => {
    const dir = folderWith('real/a.jpg', 'folder.jpg/inside.jpg');
    symlinkSync('real/a.jpg', path.join(dir, 'link.jpg'));
    symlinkSync('nowhere.jpg', path.join(dir, 'broken.jpg'));
    symlinkSync('real', path.join(dir, 'to-folder.jpg'));
    spawnSync('mkfifo', [path.join(dir, 'pipe.jpg')]);
    const { photos, sideFiles } = await namesIn(dir);
    expect(photos).toEqual(['folder.jpg/inside.jpg', 'link.jpg', 'real/a.jpg']);
    expect(sideFiles).toEqual(['broken.jpg', 'pipe.jpg', 'to-folder.jpg']);
  });
});

describe('a folder that is none', () => {
  it('is not found', async () => {
    const dir = path.join(temporaryFolder(), 'nowhere');
    await expect(scanFolder(dir)).rejects.toMatchObject({
      code: 'flight.folder-missing',
      kind: 'not-found',
      message: `There is no folder ${dir}.`,
    });
  });

  it('because it is a file is refused', async () => {
    const file = path.join(folderWith('a.jpg'), 'a.jpg');
    await expect(scanFolder(file)).rejects.toMatchObject({ code: 'flight.not-a-folder', kind: 'bad-input' });
  });

  it.each<[string, string[], string]>([
    ['empty', [], 'it is empty'],
    ['without photos', ['b.png', 'c.txt'], 'it holds 2 other files, b.png for one'],
  ])('because it is %s is refused, and says what is there', async (_, names, message) => {
    await expect(scanFolder(folderWith(...names))).rejects.toMatchObject({
      code: 'flight.empty',
      kind: 'bad-input',
      message: expect.stringContaining(message),
    });
  });
});
