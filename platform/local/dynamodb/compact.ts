import { createRequire } from 'node:module';
import { UmbelError } from '#core/errors.ts';

interface Level {
  open(): Promise<void>;
  compactRange(from: Uint8Array, to: Uint8Array, options: { keyEncoding: 'view' }): Promise<void>;
  close(): Promise<void>;
}

/**
 * Nothing; the files of a closed database hold no more of what was deleted from it. LevelDB only notes a deletion: the
 * bytes stay until files are next put together, which may be never.
 * @throws UmbelError `dynamodb.unusable`
 */
export async function compactDatabase(folder: string): Promise<void> {
  // The very library that dynalite keeps its data with, found from where dynalite finds it.
  const fromDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));
  const fromLevel = createRequire(fromDynalite.resolve('level'));
  const { ClassicLevel } = fromLevel('classic-level') as { ClassicLevel: new (folder: string) => Level };
  const database = new ClassicLevel(folder);
  try {
    await database.open();
    await database.compactRange(new Uint8Array(0), new Uint8Array(64).fill(0xff), { keyEncoding: 'view' });
  } catch (cause) {
    throw new UmbelError({
      code: 'dynamodb.unusable',
      kind: 'try-again',
      message: `The database in ${folder} could not be rid of what was deleted: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'End every other umbel that works in this folder, then run the same command again.',
      cause,
    });
  } finally {
    await database.close();
  }
}
