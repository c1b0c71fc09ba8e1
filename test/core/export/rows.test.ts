import { stringify } from 'csv-stringify/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberCell, textCell } from '#core/export/csv-row.ts';
import { exportFormats, isExportFormat } from '#core/export/formats.ts';
import { photoCsvRow, photosCsvHeader } from '#core/export/photos-csv.ts';
import { tileCsvRow, tilesCsvHeader } from '#core/export/tiles-csv.ts';
import { has, readWithPython } from './foreign-readers.ts';
import { sampleContext, sampleSightings } from './sample-sightings.ts';

const python = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(sys.stdin))))`;

describe('cells', () => {
  it('of text are what csv-stringify writes with formulas escaped', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', '=', '+', '-', '@', '\t', ' ', 'é', '\uFF1D'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (value) => {
        expect(`${textCell(value)}\n`).toBe(stringify([[value]], { escape_formulas: true }) || '\n');
      }),
      { numRuns: 500 },
    );
  });

  it('of numbers are rounded, without exponent, empty for what is not a number', () => {
    expect(numberCell(1.234_567_89, 4)).toBe('1.2346');
    expect(numberCell(-0.000_000_04, 7)).toBe('0');
    expect(numberCell(0.000_000_1, 7)).toBe('0.0000001');
    expect(numberCell(undefined, 2)).toBe('');
    expect(numberCell(Number.NaN, 2)).toBe('');
  });
});

describe.skipIf(!has('python3'))('tables of photos and tiles', () => {
  it('say of every photo what became of it', () => {
    const text =
      photosCsvHeader +
      photoCsvRow({
        photo: 'a, b/Überflug "1".JPG',
        photoId: '0123456789abcdef0123',
        outcome: 'scored',
        result: 'empty',
        placed: true,
        flags: ['pose.gimbal-lock', 'quality.blurred'],
        lat: -55.123_456_78,
        lon: 0.000_000_1,
        heightAboveGroundM: 30.456,
        yawDeg: -179.999,
        pitchDeg: -89.994,
        rollDeg: 0.5,
        movedM: 1.234,
        turnedDeg: -178.5,
        gsdM: 0.008_123,
        tiles: 384,
        detections: 0,
        maxConfidence: 0.123_456,
        sharpness: 812.34,
        brightness: 0.4567,
        capturedAt: '2026-07-01T10:05:12',
      }) +
      photoCsvRow({
        photo: '-x.jpg',
        outcome: 'quarantined',
        result: 'not-scored',
        reasonCode: 'photo.empty',
        reason: 'The file is empty, 0 bytes.',
        placed: false,
      });
    expect(readWithPython(python, text)).toMatchObject([
      {
        photo: 'a, b/Überflug "1".JPG',
        outcome: 'scored',
        result: 'empty',
        placed: 'yes',
        flags: 'pose.gimbal-lock quality.blurred',
        lat: '-55.1234568',
        lon: '0.0000001',
        yawDeg: '-180',
        pitchDeg: '-89.99',
        rollDeg: '0.5',
        movedM: '1.23',
        turnedDeg: '-178.5',
        detections: '0',
        maxConfidence: '0.1235',
      },
      {
        photo: "'-x.jpg",
        photoId: '',
        result: 'not-scored',
        reason: 'The file is empty, 0 bytes.',
        lat: '',
        movedM: '',
      },
    ]);
  });

  it('say of every tile where it is and how sure the model is', () => {
    const tile = {
      photo: 'x.jpg',
      photoId: 'f',
      tile: 9,
      row: 1,
      col: 2,
      leftPx: 0,
      topPx: 10.333,
      widthPx: 64,
    };
    const text =
      tilesCsvHeader +
      tileCsvRow({
        ...tile,
        heightPx: 64,
        confidence: 0.5,
        band: 'possible',
        lat: 1,
        lon: 2,
        uncertaintyM: 3.456,
      }) +
      tileCsvRow({ ...tile, heightPx: 64, confidence: 1e-9, review: 'audit' });
    expect(readWithPython(python, text)).toMatchObject([
      { tile: '9', topPx: '10.33', confidence: '0.5000', band: 'possible', uncertaintyM: '3.46', review: '' },
      { confidence: '0.0000', band: '', lat: '', review: 'audit' },
    ]);
  });
});

describe('formats', () => {
  it.each(Object.entries(exportFormats))('%s writes the same bytes twice', (name, { write, extension }) => {
    expect(isExportFormat(name)).toBe(true);
    expect(extension).toMatch(/^\./);
    expect(write(sampleSightings(), sampleContext)).toBe(write(sampleSightings(), sampleContext));
  });

  it('knows no other names', () => {
    expect(isExportFormat('toString')).toBe(false);
    expect(isExportFormat('xlsx')).toBe(false);
  });
});
