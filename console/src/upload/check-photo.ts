import { readMetadata } from '#core/photo/metadata.ts';
import { hasEnd } from './jpeg-end.ts';
import { maxPhotoBytes, reasonAgainst } from '#core/photo/sniff.ts';

/** Why a photo cannot be sent. */
export type Fault = 'empty' | 'too-large' | 'not-jpeg' | 'cut-off' | 'unreadable';

/** What is worth knowing of a photo that can be sent. */
export type Remark = 'no-position' | 'no-height' | 'no-camera-data' | 'no-time' | 'duplicate';

/** A photo as this computer's look at it sees it; nothing has been sent. */
export interface CheckedPhoto {
  readonly name: string;
  readonly file: File;
  readonly fault?: Fault;
  readonly remarks: readonly Remark[];
  /** ISO 8601, where the camera's clock was set. */
  readonly capturedAt?: string;
}

/** Camera data and flight data lie before the picture, in the first segments of the file. */
const headBytes = 512 * 1024;
/** Some cameras append a few bytes after the end of the picture. */
const tailBytes = 64 * 1024;

/** What a look at the beginning and the end of a photo tells; never throws. */
export async function checkPhoto(name: string, file: File): Promise<CheckedPhoto> {
  try {
    const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
    const fault = await faultOf(file, head);
    if (fault !== undefined) return { name, file, fault, remarks: [] };
    const metadata = readMetadata(head);
    const { capturedAt } = metadata;
    return { name, file, remarks: remarksOf(metadata), ...(capturedAt === undefined ? {} : { capturedAt }) };
  } catch {
    return { name, file, fault: 'unreadable', remarks: [] };
  }
}

async function faultOf(file: File, head: Uint8Array): Promise<Fault | undefined> {
  if (file.size === 0) return 'empty';
  if (file.size > maxPhotoBytes) return 'too-large';
  if (reasonAgainst(head) !== undefined) return 'not-jpeg';
  const tail = new Uint8Array(await file.slice(-tailBytes).arrayBuffer());
  return hasEnd(tail) ? undefined : 'cut-off';
}

function remarksOf(metadata: ReturnType<typeof readMetadata>): Remark[] {
  const remarks: Remark[] = [];
  if (metadata.flags.includes('exif.missing') || metadata.flags.includes('exif.corrupt'))
    remarks.push('no-camera-data');
  if (metadata.position === undefined) remarks.push('no-position');
  else if (metadata.relativeAltitudeM === undefined && metadata.aboveGroundM === undefined)
    remarks.push('no-height');
  if (metadata.capturedAt === undefined) remarks.push('no-time');
  return remarks;
}
