import { describe, expect, it } from 'vitest';
import { parseUploadKey, uploadKey } from '#core/flight/keys.ts';

describe('the key of an upload', () => {
  it.each(['flight.json', 'DCIM/100MEDIA/DJI 0001.JPG', 'ø/日本.jpg'])(
    'names flight and file: %s',
    (name) => {
      expect(parseUploadKey(uploadKey('meadow-1', name))).toEqual({ flightId: 'meadow-1', name });
    },
  );

  it.each(['flight.json', 'flights/meadow-1', 'flights/meadow-1/', 'flights//a.jpg', 'other/meadow-1/a.jpg'])(
    'is not %s',
    (key) => {
      expect(parseUploadKey(key)).toBeUndefined();
    },
  );
});
