import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { createMissingTables } from '#platform/local/dynamodb/tables.ts';
import { temporaryFolder } from '../temporary-folder.ts';

vi.mock(import('#platform/local/dynamodb/tables.ts'), async (original) => {
  const { createMissingTables } = await original();
  return { createMissingTables: vi.fn<typeof createMissingTables>(createMissingTables) };
});

afterEach(() => vi.unstubAllEnvs());

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the embedded cloud', () => {
  it('opens a home with its tables, keeps others out, and leaves it free', async () => {
    const homeDir = path.join(temporaryFolder(), 'home');
    const cloud = await openLocalCloud({ homeDir });
    expect(cloud.home.dir).toBe(homeDir);
    expect(await cloud.tables.flights.getFlight('meadow-1')).toBeUndefined();
    expect(cloud.isDone('run-1')).toBe(false);
    await expect(openLocalCloud({ homeDir })).rejects.toMatchObject({
      code: 'home.locked',
      kind: 'try-again',
    });
    const { database, containers } = cloud.pids();
    expect(containers).toEqual([]);
    expect(isAlive(database!)).toBe(true);
    await cloud.close();
    expect(isAlive(database!)).toBe(false);
    expect(existsSync(cloud.home.lock)).toBe(false);
  });

  it('that cannot be opened leaves neither lock nor database behind', async () => {
    const homeDir = temporaryFolder();
    vi.mocked(createMissingTables).mockRejectedValueOnce(new Error('no tables today'));
    await expect(openLocalCloud({ homeDir })).rejects.toThrow('no tables today');
    expect(existsSync(path.join(homeDir, 'lock.json'))).toBe(false);
    const cloud = await openLocalCloud({ homeDir });
    await cloud.close();
  });
});
