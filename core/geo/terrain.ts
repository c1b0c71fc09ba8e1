/** Heights of the ground; a GeoTIFF reader or any other source stands behind it. */
export interface Terrain {
  /** Height of the ground in metres (one datum for all), or undefined outside of what is covered. */
  heightAt(lat: number, lon: number): number | undefined;
  /** No ground is higher than this, metres; absent: not known. */
  readonly highestM?: number;
}
