import { UmbelError } from '../errors.ts';
import type { TilePlan } from './plan.ts';
import { formatTiling, type Tiling } from './tiling.ts';

/** Tile edges on the sheet lie on multiples of this: a JPEG block with 4:2:0 colour never spans two tiles. */
export const sheetGridPx = 16;

/** Longest side of a sheet: what libjpeg writes. */
const maxSidePx = 65_500;

/**
 * Most pixels of a sheet. A photo may be blown up to four times its pixels, small ones further: beyond that the model
 * sees nothing but blur, and the sheet fills the memory. Never more than image libraries read back without asking.
 */
function maxSheetPixels(photo: { widthPx: number; heightPx: number }): number {
  return Math.min(250_000_000, Math.max(64_000_000, 4 * photo.widthPx * photo.heightPx));
}

/** What makes two sheets of one photo interchangeable: the tiling and the model's tile size. */
export interface SheetSpec {
  readonly tiling: Tiling;
  /** Side of a tile as the model sees it, pixels. */
  readonly tilePx: number;
}

/** A short name of the spec for keys: `m-2.5-0.5-64`. */
export function sheetSpecName(spec: SheetSpec): string {
  return `${formatTiling(spec.tiling).replaceAll(/[:,]/g, '-')}-${spec.tilePx}`;
}

/** Where the sheet of a photo is stored in the work bucket. */
export function sheetKey(flightId: string, spec: SheetSpec, photoId: string): string {
  return `sheets/${flightId}/${sheetSpecName(spec)}/${photoId}.jpg`;
}

/** Sizes of a sheet and of the whole photo resized for it, pixels. */
export interface SheetLayout {
  readonly cols: number;
  readonly rows: number;
  readonly tilePx: number;
  /** Side of a cell: `tilePx` rounded up to `sheetGridPx`. */
  readonly cellPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The whole photo at the scale at which a tile measures `tilePx`. */
  readonly scaledWidthPx: number;
  readonly scaledHeightPx: number;
  /** Left edge of each column and top edge of each row in the resized photo, whole pixels. */
  readonly lefts: readonly number[];
  readonly tops: readonly number[];
}

/**
 * The layout of the sheet for one photo: one resize of the whole photo, then slices.
 * @throws UmbelError `tiling.too-fine` when the sheet would be larger than can be made
 */
export function layoutSheet(
  plan: TilePlan,
  photo: { widthPx: number; heightPx: number },
  tilePx: number,
): SheetLayout {
  const cellPx = Math.ceil(tilePx / sheetGridPx) * sheetGridPx;
  const scaleX = tilePx / plan.tileWidthPx;
  const scaleY = tilePx / plan.tileHeightPx;
  const scaledWidthPx = Math.max(tilePx, Math.round(photo.widthPx * scaleX));
  const scaledHeightPx = Math.max(tilePx, Math.round(photo.heightPx * scaleY));
  const widthPx = plan.cols * cellPx;
  const heightPx = plan.rows * cellPx;
  if (Math.max(widthPx, heightPx) > maxSidePx || widthPx * heightPx > maxSheetPixels(photo))
    throw tooFine(plan, tilePx);
  return {
    cols: plan.cols,
    rows: plan.rows,
    tilePx,
    cellPx,
    widthPx,
    heightPx,
    scaledWidthPx,
    scaledHeightPx,
    lefts: plan.leftsPx.map((leftPx) => Math.min(Math.round(leftPx * scaleX), scaledWidthPx - tilePx)),
    tops: plan.topsPx.map((topPx) => Math.min(Math.round(topPx * scaleY), scaledHeightPx - tilePx)),
  };
}

function tooFine(plan: TilePlan, tilePx: number): UmbelError {
  return new UmbelError({
    code: 'tiling.too-fine',
    kind: 'bad-input',
    message: `The tiling makes ${plan.cols * plan.rows} tiles of ${plan.tileWidthPx.toFixed(0)} x ${plan.tileHeightPx.toFixed(0)} photo pixels, to be shown to the model at ${tilePx} pixels: too many for one photo.`,
    hint: 'Choose larger tiles.',
  });
}

/**
 * The sheet's pixels: every tile copied out of the resized photo.
 * @param scaled the resized photo, RGB, `scaledWidthPx * scaledHeightPx * 3` bytes
 * @param sheet where to write them, `widthPx * heightPx * 3` bytes; a new array when absent
 * @returns RGB; the margin of a cell that is larger than its tile is black
 */
export function composeSheet(
  layout: SheetLayout,
  scaled: Uint8Array,
  sheet: Uint8Array = new Uint8Array(layout.widthPx * layout.heightPx * 3),
): Uint8Array {
  if (layout.cellPx > layout.tilePx) sheet.fill(0);
  const source = plainBytes(scaled);
  const rowBytes = layout.tilePx * 3;
  layout.tops.forEach((top, row) => {
    for (let y = 0; y < layout.tilePx; y++) {
      const sourceRow = (top + y) * layout.scaledWidthPx;
      const targetRow = (row * layout.cellPx + y) * layout.widthPx;
      layout.lefts.forEach((left, col) => {
        const start = (sourceRow + left) * 3;
        sheet.set(source.subarray(start, start + rowBytes), (targetRow + col * layout.cellPx) * 3);
      });
    }
  });
  return sheet;
}

/**
 * The tiles of a sheet as one batch for a model.
 * @param sheet RGB pixels of the decoded sheet
 * @returns NHWC bytes, `cols * rows * tilePx * tilePx * 3`, in tile order
 */
export function tilesOfSheet(layout: SheetLayout, sheet: Uint8Array): Uint8Array {
  const { cols, rows, tilePx, cellPx, widthPx } = layout;
  const rowBytes = tilePx * 3;
  const tiles = new Uint8Array(cols * rows * tilePx * rowBytes);
  const source = plainBytes(sheet);
  let target = 0;
  for (let index = 0; index < cols * rows; index++) {
    const top = Math.floor(index / cols) * cellPx;
    const left = (index % cols) * cellPx;
    for (let y = 0; y < tilePx; y++) {
      const start = ((top + y) * widthPx + left) * 3;
      tiles.set(source.subarray(start, start + rowBytes), target);
      target += rowBytes;
    }
  }
  return tiles;
}

/** The same bytes as a plain array: thousands of views of a Node Buffer cost ten times those of a Uint8Array. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
