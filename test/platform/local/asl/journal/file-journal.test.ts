import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileJournal, type FileJournal } from '#platform/local/asl/journal/file-journal.ts';
import { memoryJournal, type Journal } from '#platform/local/asl/journal/journal.ts';
import { parseJson } from '#platform/local/asl/json.ts';

let folder = '';
const open: FileJournal[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});

afterEach(() => {
  for (const journal of open.splice(0)) journal.close();
  rmSync(folder, { recursive: true });
});

const path = (): string => join(folder, 'deeper', 'journal.jsonl');

function openJournal(): FileJournal {
  const journal = openFileJournal(path());
  open.push(journal);
  return journal;
}

describe.each<[string, () => Journal]>([
  ['memory', memoryJournal],
  ['file', openJournal],
])('a journal in %s', (_kind, create) => {
  test('gives back what was put, by frame and key', () => {
    const journal = create();
    journal.begin('run');
    journal.put('', 'a', { x: [1, null, 'ü'] });
    journal.put('child', 'a', 2);
    journal.put('', 'a2', null);
    expect([
      journal.get('', 'a'),
      journal.get('child', 'a'),
      journal.get('', 'a2'),
      journal.get('', 'b'),
    ]).toEqual([{ x: [1, null, 'ü'] }, 2, null, undefined]);
    journal.put('', 'a', 'again');
    expect(journal.get('', 'a')).toBe('again');
  });

  test('forgets a frame as a whole', () => {
    const journal = create();
    journal.begin('run');
    journal.put('child', 'a', 1);
    journal.put('', 'a', 2);
    journal.drop('child');
    expect([journal.get('child', 'a'), journal.get('', 'a')]).toEqual([undefined, 2]);
  });

  test('refuses another run', () => {
    const journal = create();
    journal.begin('run');
    journal.begin('run');
    expect(() => journal.begin('another')).toThrow(/another definition or with another input/);
  });
});

describe('the file', () => {
  test('is the same journal when it is opened again', () => {
    const journal = openJournal();
    journal.begin('run');
    journal.put('', 'a', { x: 1 });
    journal.put('child', 'b', 1);
    journal.drop('child');
    const again = openJournal();
    again.begin('run');
    expect([again.get('', 'a'), again.get('child', 'b')]).toEqual([{ x: 1 }, undefined]);
    expect(() => openJournal().begin('another')).toThrow(/another definition/);
  });

  test('a last line cut at any byte is thrown away, and what follows is whole', () => {
    const journal = openJournal();
    journal.begin('run');
    journal.put('', 'first', 'ünïcode');
    const before = readFileSync(path()).length;
    journal.put('', 'second', 'ünïcode');
    const whole = readFileSync(path());
    fc.assert(
      fc.property(fc.integer({ min: before, max: whole.length - 1 }), (length) => {
        writeFileSync(path(), whole);
        truncateSync(path(), length);
        const again = openFileJournal(path());
        try {
          again.begin('run');
          expect([again.get('', 'first'), again.get('', 'second')]).toEqual(['ünïcode', undefined]);
          again.put('', 'third', 3);
        } finally {
          again.close();
        }
        const lines = readFileSync(path(), 'utf8').trimEnd().split('\n');
        expect(lines.map((line) => parseJson(line))).toHaveLength(3);
      }),
      { numRuns: 40 },
    );
  });

  test('says so when a line in the middle is damaged', () => {
    openJournal().begin('run');
    appendFileSync(path(), 'nonsense\n["put","","a",1]\n');
    expect(() => openJournal()).toThrow(expect.objectContaining({ code: 'asl.journal-damaged' }));
  });

  test('reads lines longer than its buffer', () => {
    const journal = openJournal();
    journal.begin('run');
    const long = 'x'.repeat(2_500_000);
    journal.put('', 'a', long);
    journal.put('', 'b', 1);
    const again = openJournal();
    expect(again.get('', 'a')).toBe(long);
    expect(again.get('', 'b')).toBe(1);
  });
});
