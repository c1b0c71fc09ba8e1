import { z } from 'zod';
import { exportFormats } from '#core/export/formats.ts';
import { lookAlikes } from '#core/label/label.ts';
import { secondOpinionShare } from '#core/review/queue.ts';
import { type ApiField, query } from './field.ts';
import { enumName } from './names.ts';

/** Minutes for which a tile that is on somebody's screen is kept out of other people's queue. */
export const holdMinutes = 10;
/** Tiles to be judged one by one before many are decided at once. */
export const bulkSampleSize = 20;
/** Largest file that may be uploaded: drone photos have at most some 100 MB, terrain files may be larger. */
export const uploadMaxBytes = 2 * 1024 ** 3;

const noArguments = z.strictObject({});

/** Who asks, and what the console must know. */
export const peopleFields: Readonly<Record<string, ApiField>> = {
  'Query.me': query(noArguments, (_, { person }) =>
    Promise.resolve({ ...person, roles: person.roles.map(enumName) }),
  ),
  'Query.settings': query(noArguments, () =>
    Promise.resolve({
      mapTilesUrl: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png',
      mapAttribution: '© OpenStreetMap contributors',
      lookAlikes: lookAlikes.map(enumName),
      secondOpinionShare,
      bulkSampleSize,
      holdMinutes,
      exportFormats: Object.keys(exportFormats).map(enumName),
      uploadMaxBytes,
    }),
  ),
};
