import type { Feature, FeatureCollection, Point } from 'geojson';
import type { Plant, PlantKind } from '../plants.ts';
import { cameraView, groundToPixel, type CameraModel, type View } from '../render/view.ts';
import { toLatLon, type LocalFrame } from './local-frame.ts';
import type { Station } from './survey.ts';

/** Where a photo shows a plant. */
export interface SeenIn {
  readonly photo: string;
  /** Pixel of the plant's middle; the centre of the first pixel is (0.5, 0.5). Outside the picture where `inside` is false. */
  readonly u: number;
  readonly v: number;
  readonly radiusPx: number;
  /** False where only a part of the leaves reaches into the picture. */
  readonly inside: boolean;
}

export interface PlantTruth {
  readonly id: string;
  readonly kind: PlantKind;
  readonly standId: string | null;
  readonly radiusM: number;
  readonly seenIn: readonly SeenIn[];
}

export interface TruthInput {
  readonly plants: readonly Plant[];
  readonly stations: readonly Station[];
  readonly camera: CameraModel;
  readonly frame: LocalFrame;
}

/** Every plant as a GeoJSON point with the photos that show it. */
export function plantTruth(input: TruthInput): FeatureCollection<Point, PlantTruth> {
  const views = input.stations.map((station) => ({
    photo: photoName(station.index),
    view: cameraView(input.camera, station.pose),
  }));
  const features = input.plants.map((plant): Feature<Point, PlantTruth> => {
    const { lat, lon } = toLatLon(input.frame, plant.eastM, plant.northM);
    const seenIn = views.flatMap(({ photo, view }) => seenBy(plant, photo, view));
    const { id, kind, standId } = plant;
    return {
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [rounded(lon, 9), rounded(lat, 9)] },
      properties: { id, kind, standId, radiusM: rounded(plant.radiusM, 3), seenIn },
    };
  });
  return { type: 'FeatureCollection', features };
}

function seenBy(plant: Plant, photo: string, view: View): SeenIn[] {
  const { u, v } = groundToPixel(view, plant.eastM, plant.northM);
  const radiusPx = plant.radiusM / view.gsdM;
  const outsideU = Math.max(0, -u, u - view.widthPx);
  const outsideV = Math.max(0, -v, v - view.heightPx);
  if (Math.hypot(outsideU, outsideV) >= radiusPx) return [];
  const inside = outsideU === 0 && outsideV === 0;
  return [{ photo, u: rounded(u, 3), v: rounded(v, 3), radiusPx: rounded(radiusPx, 1), inside }];
}

/** The name of a photo, as DJI counts: `DJI_0001.JPG` for index 0. */
export function photoName(index: number): string {
  return `DJI_${String(index + 1).padStart(4, '0')}.JPG`;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
