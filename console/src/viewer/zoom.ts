/** A rectangle in pixels of the picture. */
export interface Box {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Which part of a picture a window shows: the picture point in its middle, and how much closer than "home fits". */
export interface View {
  readonly xPx: number;
  readonly yPx: number;
  readonly zoom: number;
}

/** A point of the window. */
export interface WindowPoint {
  readonly x: number;
  readonly y: number;
}

/** Closest and furthest; a tile of 500 px on a screen of 1,000 shows each pixel as 32 at 16 times. */
export const zoomLimits = { min: 0.05, max: 16 };

/** The view that shows `home` as large as it fits. */
export function homeView(home: Box): View {
  return { xPx: home.leftPx + home.widthPx / 2, yPx: home.topPx + home.heightPx / 2, zoom: 1 };
}

/** Screen pixels per picture pixel at zoom 1: `home` just fits into the window. */
export function fitScale(home: Size, window: Size): number {
  return Math.min(window.widthPx / home.widthPx, window.heightPx / home.heightPx);
}

/** The view after zooming by `factor`, with the picture point under `at` staying where it is. */
export function zoomAt(
  view: View,
  factor: number,
  { at, fit, window }: { at: WindowPoint; fit: number; window: Size },
): View {
  const zoom = Math.min(zoomLimits.max, Math.max(zoomLimits.min, view.zoom * factor));
  const dx = at.x - window.widthPx / 2;
  const dy = at.y - window.heightPx / 2;
  const before = fit * view.zoom;
  const after = fit * zoom;
  return { xPx: view.xPx + dx / before - dx / after, yPx: view.yPx + dy / before - dy / after, zoom };
}

/** The view after the picture was moved by some screen pixels; its middle stays on the picture. */
export function panBy(view: View, by: WindowPoint, { fit, picture }: { fit: number; picture: Size }): View {
  const scale = fit * view.zoom;
  return {
    ...view,
    xPx: Math.min(picture.widthPx, Math.max(0, view.xPx - by.x / scale)),
    yPx: Math.min(picture.heightPx, Math.max(0, view.yPx - by.y / scale)),
  };
}

/** Where the picture's left upper corner lies in the window, and its scale. */
export function placement(view: View, fit: number, window: Size): { x: number; y: number; scale: number } {
  const scale = fit * view.zoom;
  return { x: window.widthPx / 2 - view.xPx * scale, y: window.heightPx / 2 - view.yPx * scale, scale };
}
