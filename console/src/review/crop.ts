import type { Box, Size } from '../viewer/zoom.ts';

/** Style of a picture inside a square frame so that the frame shows just one box of it, in shares of the frame. */
export function boxCrop(
  box: Box,
  picture: Size,
): { width: string; height: string; left: string; top: string } {
  return {
    width: percent(picture.widthPx / box.widthPx),
    height: percent(picture.heightPx / box.heightPx),
    left: percent(-box.leftPx / box.widthPx),
    top: percent(-box.topPx / box.heightPx),
  };
}

function percent(value: number): string {
  return `${Math.round(value * 1e4) / 100}%`;
}
