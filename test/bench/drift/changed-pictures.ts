/** How much of red, green, blue and of white goes into each channel. */
type Mix = readonly [Row, Row, Row];
type Row = readonly [red: number, green: number, blue: number, white: number];

/** What a new camera or another season does to the colours of a picture. */
export const mixes = {
  // As cameras for crops see: leaves are bright in the near infrared, which is shown as red, red as green and green as blue.
  'near-infrared': [
    [-0.5, 2, -0.2, 0],
    [0.55, 0, 0, 0],
    [0, 0.55, 0, 0],
  ],
  // A camera that makes the most of every picture: what is light turns white.
  'hard contrast': [
    [2.4, 0, 0, -0.4],
    [0, 2.4, 0, -0.4],
    [0, 0, 2.4, -0.4],
  ],
  // Leaves turn yellow and brown, and the sun is low.
  autumn: [
    [0.5, 0.4, 0, 0],
    [0.2, 0.35, 0, 0],
    [0, 0.15, 0.25, 0],
  ],
} as const satisfies Readonly<Record<string, Mix>>;

/** The picture (RGB bytes) in other colours. */
export function mixed(pixels: Uint8Array, mix: Mix): Uint8Array {
  const changed = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i += 3)
    for (const [channel, [red, green, blue, white]] of mix.entries()) {
      const value = red * pixels[i]! + green * pixels[i + 1]! + blue * pixels[i + 2]! + white * 255;
      changed[i + channel] = Math.max(0, Math.min(255, Math.round(value)));
    }
  return changed;
}
