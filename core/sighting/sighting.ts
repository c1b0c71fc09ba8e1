import type { Band } from '../review/band.ts';
import type { Detection } from './detection.ts';
import type { ReviewState } from './review-state.ts';

/** Ground on which plants stand closer together than the positions can tell apart. */
export interface Stand {
  /** Outline, [lon, lat] pairs, counter-clockwise, not closed; longitudes run on past 180 where the stand does. */
  readonly polygon: readonly (readonly [number, number])[];
  readonly areaM2: number;
  /** Plants that can be told apart: the stand holds at least so many. */
  readonly plantsAtLeast: number;
}

/** One plant, or one stand, on the ground: the detections of overlapping photos merged. */
export interface Sighting {
  /** 16 hexadecimal digits from the flight and the members: the same input gives the same id. */
  readonly sightingId: string;
  /** 1, 2, 3 ... within the flight, surest first: the number that people say aloud. */
  readonly number: number;
  /** Mean of the members, weighted by the inverse of their variance. */
  readonly lat: number;
  readonly lon: number;
  /** Radius that holds the true place with 68 % probability, metres; of a stand: of its middle. */
  readonly uncertaintyM: number;
  /** The same with 95 %. */
  readonly uncertainty95M: number;
  /**
   * How sure all photos that could see it are together (`pooledConfidence`): at most 0.99, and below the model's
   * threshold where most of them saw nothing there.
   */
  readonly confidence: number;
  /** The band of the confidence; `possible` also below the threshold. */
  readonly band: Band;
  /** Every detection of this plant, surest first. */
  readonly members: readonly Detection[];
  /** Photos in which it was seen. */
  readonly seenIn: number;
  /** Photos whose outline on the ground contains it; at least `seenIn`. */
  readonly couldSee: number;
  /** The member to look at first: the surest. */
  readonly bestView: Detection;
  readonly stand?: Stand;
  /** What a person says of it; absent: nobody has looked. */
  readonly review?: ReviewState;
}
