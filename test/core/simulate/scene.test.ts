import { describe, expect, it } from 'vitest';
import { emptySample, sampleGround } from '#core/simulate/ground/terrain.ts';
import { crownRadiusM, crownsInCell, herbsInCell, woodCellM } from '#core/simulate/scatter.ts';
import { plantScene } from '#core/simulate/scene.ts';

const land = plantScene({ seed: 11, extentM: 200, season: 'summer', plantsPerHa: 80 });

describe('plantScene', () => {
  it('is the same for the same options and another for another seed', () => {
    expect(plantScene({ seed: 11, extentM: 200, season: 'summer', plantsPerHa: 80 })).toEqual(land);
    expect(plantScene({ seed: 12, extentM: 200, season: 'summer', plantsPerHa: 80 }).plants).not.toEqual(
      land.plants,
    );
  });

  it('plants as many as asked for, all within the extent, with names of their own', () => {
    expect(land.plants.length).toBeGreaterThan(0.9 * 320);
    expect(land.plants.length).toBeLessThanOrEqual(320);
    expect(new Set(land.plants.map((plant) => plant.id)).size).toBe(land.plants.length);
    for (const plant of land.plants)
      expect(Math.max(Math.abs(plant.eastM), Math.abs(plant.northM))).toBeLessThanOrEqual(100);
  });

  it('has both kinds, stands and single plants in summer, and only rosettes in spring', () => {
    expect(new Set(land.plants.map((plant) => plant.kind))).toEqual(new Set(['flowering', 'rosette']));
    expect(land.plants.some((plant) => plant.standId === null)).toBe(true);
    expect(land.plants.some((plant) => plant.standId !== null)).toBe(true);
    const spring = plantScene({ seed: 11, season: 'spring' }).plants;
    expect(spring.length).toBeGreaterThan(0);
    expect(spring.every((plant) => plant.kind === 'rosette')).toBe(true);
  });

  it('packs a stand closer than single plants', () => {
    const stand = land.plants.filter((plant) => plant.standId === land.plants[0]!.standId);
    for (const plant of stand)
      expect(Math.hypot(plant.eastM - stand[0]!.eastM, plant.northM - stand[0]!.northM)).toBeLessThan(18);
  });

  it('never puts two plants on one spot', () => {
    const crowded = plantScene({ seed: 3, extentM: 40, season: 'summer', plantsPerHa: 2000, wood: 0 }).plants;
    expect(crowded.length).toBeGreaterThan(150);
    for (const [i, a] of crowded.entries()) {
      for (const b of crowded.slice(i + 1))
        expect(Math.hypot(a.eastM - b.eastM, a.northM - b.northM)).toBeGreaterThan(0.45);
    }
  });

  it('keeps plants off paths and water and from under crowns', () => {
    const sample = emptySample();
    for (const plant of land.plants) {
      sampleGround(land.terrain, plant.eastM, plant.northM, sample);
      expect(sample.water).toBe(0);
      expect(sample.gravel).toBeLessThanOrEqual(0.1);
      const crowns = crownsInCell(
        land,
        Math.floor(plant.eastM / woodCellM),
        Math.floor(plant.northM / woodCellM),
      );
      for (const crown of crowns) {
        const away = Math.hypot(crown.eastM - plant.eastM, crown.northM - plant.northM);
        expect(away).toBeGreaterThan(crownRadiusM[crown.kind] * crown.scale);
      }
    }
  });
});

describe('herbsInCell', () => {
  it('gives the same herbs whenever it is asked, and many kinds over a field', () => {
    expect(herbsInCell(land, 3, -4)).toEqual(herbsInCell(land, 3, -4));
    const kinds = new Set<string>();
    for (let x = -30; x < 30; x++)
      for (let y = -30; y < 30; y++) for (const herb of herbsInCell(land, x, y)) kinds.add(herb.kind);
    for (const kind of ['cowParsley', 'nettles', 'dock', 'tuft', 'stones', 'daisies'])
      expect(kinds).toContain(kind);
  });
});
