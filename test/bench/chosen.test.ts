import { describe, expect, it } from 'vitest';
import { chosenBenches } from './chosen.ts';

const known = ['api', 'flight', 'geo'];

describe('npm run bench', () => {
  it('runs what is named, each once and in its own order, else all', () => {
    expect(chosenBenches([], known)).toEqual({ kind: 'run', names: known, json: false, tiny: false });
    expect(chosenBenches(['geo', '--json', 'api', 'geo', '--tiny'], known)).toEqual({
      kind: 'run',
      names: ['api', 'geo'],
      json: true,
      tiny: true,
    });
  });

  it.each(['nosuch', '--jsn', 'constructor'])('refuses %s and lists the names', (word) => {
    const refused = chosenBenches(['geo', word], known);
    expect(refused).toMatchObject({ kind: 'refused', text: expect.stringContaining(`called ${word}.`) });
    expect(refused).toMatchObject({ text: expect.stringContaining('api, flight, geo') });
  });

  it.each(['--help', '-h'])('lists the names for %s', (word) => {
    expect(chosenBenches([word], known)).toMatchObject({
      kind: 'help',
      text: expect.stringContaining('api, flight, geo'),
    });
  });
});
