import { assumptions } from './assumptions.ts';
import type { Counts } from './counts.ts';
import { isRemembered, unitPriceUsd, type PriceId } from './prices.ts';
import type { Survey } from './survey.ts';

/** Days that sheets and previews are kept, as the environment `prod` sets it; a test compares them. */
export const sheetsDays = 90;

/** Something that is stored, and what a gigabyte of it costs in each month. */
interface Stored {
  readonly what: string;
  readonly bytes: number;
  /** Price in the nth month after it was stored, from 0; undefined: it is gone. */
  readonly priceIn: (month: number) => PriceId | undefined;
}

export interface StorageMonth {
  readonly month: number;
  readonly usd: Readonly<Record<string, number>>;
  /** Of that what rests on prices that nobody has checked. */
  readonly rememberedUsd: number;
  readonly totalUsd: number;
}

/** A gigabyte as S3 and DynamoDB bill it: 2^30 bytes. Source: PointFive, "S3 Standard-IA used where Intelligent-Tiering ...", CER-0307. */
const gigabyte = 2 ** 30;

/** Bytes of each kind that a survey and one pass leave. */
export function storedBytes(survey: Survey, counts: Counts): Readonly<Record<string, number>> {
  const { photos, reviewTiles } = counts;
  const items =
    photos *
      (assumptions.photoItemBytes +
        assumptions.scoreItemBytes +
        survey.tilesPerPhoto * assumptions.scoreTileBytes) +
    reviewTiles * assumptions.reviewItemBytes;
  return {
    photos: survey.totalBytes,
    sheets: photos * (survey.sheetPx * assumptions.sheetBytesPerPixel + assumptions.previewBytes),
    review: reviewTiles * assumptions.reviewTileBytes,
    results: photos * assumptions.resultBytesPerPhoto,
    tables: items,
  };
}

/**
 * What storage costs in each month when the whole survey and one pass fall into the first. Photos are in
 * Intelligent-Tiering: after 30 days without a read they cost about half, after 90 a sixth.
 */
export function storageMonths(survey: Survey, counts: Counts, months: number): StorageMonth[] {
  const bytes = storedBytes(survey, counts);
  const monitoringUsd = survey.photos * unitPriceUsd('s3Monitoring');
  const kinds: Stored[] = [
    { what: 'photos', bytes: bytes['photos'] ?? 0, priceIn: tierOf },
    {
      what: 'sheets',
      bytes: bytes['sheets'] ?? 0,
      priceIn: (month) => (month * assumptions.daysPerMonth < sheetsDays - 1 ? 's3Standard' : undefined),
    },
    { what: 'review', bytes: bytes['review'] ?? 0, priceIn: () => 's3Standard' },
    { what: 'results', bytes: bytes['results'] ?? 0, priceIn: () => 's3Standard' },
    { what: 'tables', bytes: bytes['tables'] ?? 0, priceIn: () => 'dynamoStorage' },
    { what: 'backups', bytes: bytes['tables'] ?? 0, priceIn: () => 'dynamoBackup' },
  ];
  return Array.from({ length: months }, (_, month) => {
    const usd = Object.fromEntries(
      kinds.map((kind) => [kind.what, monthUsd(kind, month) + (kind.what === 'photos' ? monitoringUsd : 0)]),
    );
    const sumOf = (some: readonly Stored[]) => some.reduce((sum, { what }) => sum + (usd[what] ?? 0), 0);
    const rememberedUsd = sumOf(kinds.filter(({ priceIn }) => isRemembered(priceIn(month))));
    return { month: month + 1, usd, rememberedUsd, totalUsd: sumOf(kinds) };
  });
}

function monthUsd({ bytes, priceIn }: Stored, month: number): number {
  const price = priceIn(month);
  return price === undefined ? 0 : (bytes / gigabyte) * unitPriceUsd(price);
}

function tierOf(month: number): PriceId {
  if (month === 0) return 's3Standard';
  return month < 3 ? 's3Infrequent' : 's3Archive';
}
