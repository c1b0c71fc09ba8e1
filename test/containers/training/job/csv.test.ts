import { expect, it } from 'vitest';
import { parseCsv } from '#containers/training/job/csv.ts';

it('reads rows by name, with quotes, empty values and semicolons', () => {
  expect(parseCsv('\uFEFFfile,group,note\r\na.jpg,"area 1, north",\n"b ""x"".jpg",2,last\n\n')).toEqual([
    { file: 'a.jpg', group: 'area 1, north', note: '' },
    { file: 'b "x".jpg', group: '2', note: 'last' },
  ]);
  expect(parseCsv('file;group\na;1\n')).toEqual([{ file: 'a', group: '1' }]);
  expect(parseCsv('')).toEqual([]);
});
