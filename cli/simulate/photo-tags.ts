import type { Exif } from 'sharp';
import { phantom4Pro } from '#core/simulate/flight/camera.ts';
import type { MeasuredPose } from '#core/simulate/flight/measure.ts';
import type { CameraModel } from '#core/simulate/render/view.ts';

/** What the tags of one photo are made of. */
export interface TagSource {
  /** File name. */
  readonly name: string;
  readonly pose: MeasuredPose;
  readonly camera: CameraModel;
  readonly takenAt: Date;
  /** Offset of the local time from UTC in minutes. */
  readonly offsetMinutes: number;
  /** True if the position is exact: an RTK drone with a fixed solution. */
  readonly rtk: boolean;
  /** 1 / exposure time in seconds. */
  readonly shutter: number;
}

/** EXIF as DJI writes it, in the form that sharp takes: IFD2 is the Exif directory, IFD3 that of GPS. */
export function exifOf(source: TagSource): Exif {
  const { pose, camera } = source;
  const local = localTime(source);
  return {
    IFD0: {
      ImageDescription: `DCIM\\100MEDIA\\${source.name}`,
      Make: phantom4Pro.make,
      Model: phantom4Pro.model,
      Orientation: '1',
      Software: phantom4Pro.firmware,
      DateTime: local.stamp,
    },
    IFD2: {
      ...exposureTags(source),
      DateTimeOriginal: local.stamp,
      DateTimeDigitized: local.stamp,
      SubSecTimeOriginal: local.milliseconds,
      OffsetTimeOriginal: local.offset,
      PixelXDimension: String(camera.widthPx),
      PixelYDimension: String(camera.heightPx),
    },
    IFD3: {
      GPSLatitudeRef: pose.lat < 0 ? 'S' : 'N',
      GPSLatitude: sexagesimal(pose.lat),
      GPSLongitudeRef: pose.lon < 0 ? 'W' : 'E',
      GPSLongitude: sexagesimal(pose.lon),
      GPSAltitudeRef: pose.absoluteAltitudeM < 0 ? '1' : '0',
      GPSAltitude: `${Math.round(Math.abs(pose.absoluteAltitudeM) * 1000)}/1000`,
    },
  };
}

function exposureTags(source: TagSource): Record<string, string> {
  const { focalLengthMm, focalLength35Mm, fNumber } = phantom4Pro;
  return {
    ExposureTime: `1/${source.shutter}`,
    FNumber: `${Math.round(fNumber * 100)}/100`,
    ExposureProgram: '2',
    ShutterSpeedValue: `${Math.round(Math.log2(source.shutter) * 10_000)}/10000`,
    ApertureValue: `${Math.round(2 * Math.log2(fNumber) * 100)}/100`,
    ISOSpeedRatings: '100',
    ExposureBiasValue: '0/32',
    MaxApertureValue: '297/100',
    MeteringMode: '2',
    Flash: '32',
    FocalLength: `${Math.round(focalLengthMm * 100)}/100`,
    FocalLengthIn35mmFilm: String(focalLength35Mm),
    ColorSpace: '1',
    ExposureMode: '0',
    WhiteBalance: '0',
  };
}

/** Degrees, minutes and seconds as three rationals, to 1e-5 seconds (0.3 mm); the sign is in the Ref tag. */
function sexagesimal(degrees: number): string {
  const unit = 100_000;
  const total = Math.round(Math.abs(degrees) * 3600 * unit);
  const whole = Math.floor(total / (3600 * unit));
  const minutes = Math.floor(total / (60 * unit)) % 60;
  return `${whole}/1 ${minutes}/1 ${total % (60 * unit)}/${unit}`;
}

interface LocalTime {
  /** `2026:07:03 10:15:00` */
  readonly stamp: string;
  readonly milliseconds: string;
  /** `+02:00` */
  readonly offset: string;
}

function localTime(source: TagSource): LocalTime {
  const iso = new Date(source.takenAt.getTime() + source.offsetMinutes * 60_000).toISOString();
  const minutes = Math.abs(source.offsetMinutes);
  return {
    stamp: `${iso.slice(0, 10).replaceAll('-', ':')} ${iso.slice(11, 19)}`,
    milliseconds: iso.slice(20, 23),
    offset: `${source.offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`,
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** XMP as DJI writes it: one description, everything as attributes, signs always written. */
export function xmpOf(source: TagSource): string {
  const { pose, camera } = source;
  const day = localTime(source).stamp.slice(0, 10).replaceAll(':', '-');
  const attributes: readonly (readonly [string, string])[] = [
    ['xmp:ModifyDate', day],
    ['xmp:CreateDate', day],
    ['tiff:Make', phantom4Pro.make],
    ['tiff:Model', phantom4Pro.model],
    ['dc:format', 'image/jpg'],
    ['drone-dji:AbsoluteAltitude', signed(pose.absoluteAltitudeM)],
    ['drone-dji:RelativeAltitude', signed(pose.relativeAltitudeM)],
    ['drone-dji:GimbalRollDegree', signed(pose.rollDeg)],
    ['drone-dji:GimbalYawDegree', signed(pose.yawDeg)],
    ['drone-dji:GimbalPitchDegree', signed(pose.pitchDeg)],
    ['drone-dji:FlightRollDegree', signed(pose.flightRollDeg)],
    ['drone-dji:FlightYawDegree', signed(pose.flightYawDeg)],
    ['drone-dji:FlightPitchDegree', signed(pose.flightPitchDeg)],
    ['drone-dji:CamReverse', '0'],
    ['drone-dji:GimbalReverse', '0'],
    ...(source.rtk ? ([['drone-dji:RtkFlag', '50']] as const) : []),
    ['drone-dji:CalibratedFocalLength', camera.focalPx.toFixed(6)],
    ['drone-dji:CalibratedOpticalCenterX', (camera.widthPx / 2).toFixed(6)],
    ['drone-dji:CalibratedOpticalCenterY', (camera.heightPx / 2).toFixed(6)],
    ['crs:Version', '7.0'],
    ['crs:HasSettings', 'False'],
    ['crs:HasCrop', 'False'],
    ['crs:AlreadyApplied', 'False'],
  ];
  return xmpPacket(attributes.map(([name, value]) => `   ${name}="${value}"`).join('\n'));
}

function xmpPacket(attributes: string): string {
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="DJI Meta Data"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
${attributes}>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;
}

/** `40` -> `+40.00`. A value that rounds to zero has a plus. */
function signed(value: number): string {
  const text = value.toFixed(2);
  return text.startsWith('-') && Number(text) !== 0 ? text : `+${text.replace('-', '')}`;
}
