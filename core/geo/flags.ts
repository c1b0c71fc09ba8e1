/** Every flag about a photo's position, and what it means in one sentence for people. Codes are stable. */
export const flagSentences = {
  'exif.missing': 'The photo carries no camera data (EXIF).',
  'exif.corrupt': "The photo's camera data (EXIF) is damaged and was not used.",
  'xmp.corrupt': "The photo's flight data (XMP) is damaged and was not used.",
  'xmp.too-long':
    "The photo's flight data (XMP) is far longer than a drone writes; only its beginning was used.",
  'clock.unset': "The camera's clock was not set: the time of the photo is unknown.",

  'gps.missing': 'The photo does not say where it was taken.',
  'gps.zero': 'The photo says that it was taken at 0,0: the receiver had no fix.',
  'gps.invalid': "The photo's coordinates are not a place on Earth.",
  'gps.ref-missing': "The photo's coordinates lack north or south, east or west.",
  'gps.contradictory': 'The photo states two different positions.',
  'gps.rtk-float':
    "The correction signal was weak (RTK float): the camera's position is good to decimetres, not centimetres.",
  'gps.rtk-lost':
    "The correction signal was lost (no RTK): the camera's position is as coarse as without it.",

  'height.missing': 'The photo does not say how high above the ground it was taken.',
  'height.invalid': 'The photo states a height that is not a number.',
  'height.too-low': 'The photo was taken below 2 m, on the ground or before the climb.',
  'height.implausible': 'The photo states a height above the ground that no such drone flies at.',

  'attitude.missing': 'The photo does not say where the camera looked: straight down is assumed.',
  'attitude.yaw-missing':
    'The photo does not say which way is north: its points may lie in any direction around the camera.',
  'attitude.invalid': 'The photo states an angle that is not an angle.',
  'attitude.gimbal-lock': "The camera's angles were written past straight down; they were put right.",
  'attitude.contradictory': "The camera's angles contradict each other.",
  'attitude.yaw-disagrees':
    'Camera and aircraft point more than 90 degrees apart: the direction of the photo is doubtful.',
  'attitude.above-horizon':
    'The camera looked above the horizon: only the lower part of the photo shows ground.',
  'attitude.oblique': 'The camera looked far ahead: points towards the top of the photo are coarse.',

  'attitude.upside-down': 'The camera is said to have been upside down; that is taken as written.',

  'focal.unknown': "Neither the photo nor the flight says the camera's focal length.",
  'focal.format-assumed': 'The camera is not in the table: a sensor of format 4:3 is assumed.',
  'focal.contradictory': 'The photo states focal lengths that contradict each other.',
  'focal.digital-zoom': 'The photo was zoomed digitally; its scale was corrected for that.',
  'lens.uncorrected':
    'The lens bends straight lines and the photo does not say how: points near its edges are coarser.',

  'photo.edited': 'The photo was saved by an editing program: it may have been turned or cropped.',
  'photo.maybe-turned':
    'The photo was saved by a picture viewer, as after turning it: its direction is doubtful.',
  'photo.turned':
    'The photo was turned by 180 degrees after the flight; the overlap with its neighbours shows it, and it was put right.',
  'photo.not-turned':
    'The photo was saved by another program but not turned: the overlap with its neighbours shows it.',
  'photo.turned-sideways':
    'The photo stands upright although the camera does not: it was turned sideways after the flight.',
  'photo.cropped': 'The photo was cropped after the flight: its points are shifted.',
  'photo.sideways-tag': 'Viewers show this photo turned; pixels are counted in the photo as stored.',
  'pose.aligned': 'Position and direction were corrected a little so that the photo fits its neighbours.',
  'pose.moved':
    'Position or direction were corrected by more than 3 m or 5 degrees so that the photo fits its neighbours.',

  'ground.horizon': 'This pixel shows no ground: it lies at or above the horizon.',
  'ground.outside-photo': 'This pixel lies outside the photo.',
  'ground.shallow': 'The view of this point is very flat: its position is coarse.',
  'footprint.clipped': 'The outline ends where the view becomes too flat to place anything.',
  'scale.assumed':
    'The ground size of a pixel is unknown: a usual camera at 40 m is assumed for cutting tiles.',
  'terrain.outside': 'The terrain file does not cover this place: flat ground is assumed.',
  'terrain.take-off-assumed':
    'The flight does not say where the drone took off: heights count from where the first photo was taken.',
  'terrain.take-off-unknown':
    'Nobody knows where the drone took off: its height is taken as that above the ground below the photo.',
} as const;

/** A stable dotted code. */
export type Flag = keyof typeof flagSentences;

/** The sentence for people; for a code of another version, the code itself. */
export function flagSentence(code: string): string {
  return isFlag(code) ? flagSentences[code] : code;
}

export function isFlag(code: string): code is Flag {
  return Object.hasOwn(flagSentences, code);
}
