// Made by console/generate/main.ts from the .graphql files beside this one; do not edit.
/* oxlint-disable max-lines */
import type { TypedDocument } from './typed-document.ts';

export interface BoundsInput {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}
export interface CommitFlightInput {
  readonly flightId: string;
  readonly title?: string | null;
  readonly operator?: string | null;
  readonly notes?: string | null;
  readonly capturedAt?: string | null;
  readonly photos?: readonly CommitPhotoInput[] | null;
  readonly unreadable?: readonly string[] | null;
  readonly sideFiles?: readonly string[] | null;
  readonly listed?: ListedFilesInput | null;
  readonly heightAboveGroundM?: number | null;
  readonly idempotencyKey: string;
}
export interface CommitPhotoInput {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}
export interface CompleteUploadInput {
  readonly flightId: string;
  readonly name: string;
  readonly uploadId: string;
  readonly parts: readonly CompletedPartInput[];
  readonly idempotencyKey: string;
}
export interface CompletedPartInput {
  readonly number: number;
  readonly etag: string;
}
export interface ExportFilter {
  readonly bands?: readonly Band[] | null;
  readonly reviews?: readonly ReviewState[] | null;
  readonly confidenceFrom?: number | null;
  readonly view?: BoundsInput | null;
}
export interface HoldReviewTilesInput {
  readonly tileIds: readonly string[];
  readonly hold?: boolean | null;
  readonly idempotencyKey: string;
}
export interface LabelTileInput {
  readonly tileId: string;
  readonly answer: Answer;
  readonly lookAlike?: LookAlike | null;
  readonly note?: string | null;
  readonly expectedVersion?: number | null;
  readonly secondOpinion?: boolean | null;
  readonly idempotencyKey: string;
}
export interface LabelTilesInput {
  readonly tileIds: readonly string[];
  readonly answer: Answer;
  readonly lookAlike?: LookAlike | null;
  readonly note?: string | null;
  readonly sampleTileIds: readonly string[];
  readonly idempotencyKey: string;
}
export interface ListFlightFilesInput {
  readonly flightId: string;
  readonly listId: string;
  readonly page: number;
  readonly photos?: readonly CommitPhotoInput[] | null;
  readonly unreadable?: readonly string[] | null;
  readonly sideFiles?: readonly string[] | null;
  readonly idempotencyKey: string;
}
export interface ListedFilesInput {
  readonly listId: string;
  readonly pages: number;
}
export interface MakeExportInput {
  readonly flightId: string;
  readonly format: ExportFormat;
  readonly filter?: ExportFilter | null;
  readonly idempotencyKey: string;
}
export interface MarkSightingInput {
  readonly flightId: string;
  readonly sightingId: string;
  readonly kind: FieldMarkKind;
  readonly date: string;
  readonly note?: string | null;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey: string;
}
export interface PromoteModelInput {
  readonly modelId: string;
  readonly reason: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey: string;
}
export interface RedriveRunInput {
  readonly flightId: string;
  readonly idempotencyKey: string;
}
export interface ReplacePhotoInput {
  readonly flightId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly idempotencyKey: string;
}
export interface RequestUploadInput {
  readonly flightId: string;
  readonly files: readonly UploadFileInput[];
  readonly idempotencyKey: string;
}
export interface ReviewFilter {
  readonly flightId?: string | null;
  readonly reason?: ReviewReason | null;
  readonly confidenceFrom?: number | null;
  readonly confidenceTo?: number | null;
}
export interface RollbackModelInput {
  readonly reason: string;
  readonly expectedVersion?: number | null;
  readonly idempotencyKey: string;
}
export interface SaveThresholdInput {
  readonly flightId: string;
  readonly threshold?: number | null;
  readonly expectedVersion: number;
  readonly idempotencyKey: string;
}
export interface SightingFilter {
  readonly flightIds?: readonly string[] | null;
  readonly bands?: readonly Band[] | null;
  readonly reviews?: readonly ReviewState[] | null;
  readonly marks?: readonly FieldMarkKind[] | null;
  readonly marked?: boolean | null;
  readonly confidenceFrom?: number | null;
  readonly capturedFrom?: string | null;
  readonly capturedTo?: string | null;
}
export interface StartRunInput {
  readonly flightId: string;
  readonly modelId?: string | null;
  readonly idempotencyKey: string;
}
export interface UploadFileInput {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256?: string | null;
  readonly replace?: boolean | null;
}
export interface ViewInput {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly zoom: number;
}
export interface WithdrawLabelInput {
  readonly tileId: string;
  readonly labelId: string;
  readonly idempotencyKey: string;
}
export interface WithdrawMarkInput {
  readonly flightId: string;
  readonly sightingId: string;
  readonly markId: string;
  readonly idempotencyKey: string;
}
export type Answer = 'HOGWEED' | 'NOT_HOGWEED' | 'UNSURE' | 'BAD_IMAGE';
export type Band = 'CERTAIN' | 'PROBABLE' | 'POSSIBLE';
export type DriftCause = 'NONE' | 'NEW_PLANTS' | 'NEW_PICTURES' | 'MODEL_OR_LOOK_ALIKES';
export type DriftLevel = 'STEADY' | 'WATCH' | 'ALARM' | 'TOO_FEW' | 'NOT_COMPARED';
export type ExportFormat = 'GEOJSON' | 'CSV' | 'GPX' | 'KML' | 'DWC' | 'NOTICE';
export type FieldMarkKind = 'TREATED' | 'GONE' | 'NOT_FOUND';
export type LookAlike =
  | 'HOGWEED_COMMON'
  | 'ANGELICA'
  | 'COW_PARSLEY'
  | 'BUTTERBUR'
  | 'BURDOCK'
  | 'RHUBARB'
  | 'ELDER'
  | 'LUPIN'
  | 'CROP'
  | 'MOWN_GRASS'
  | 'SHADOW'
  | 'OTHER';
export type PhotoOutcome = 'TILED' | 'QUARANTINED' | 'LEFT_OUT';
export type RedriveOutcome = 'CONTINUED' | 'NEW_RUN';
export type ReviewReason = 'UNCERTAIN' | 'AUDIT' | 'SECOND_OPINION';
export type ReviewState = 'UNREVIEWED' | 'CONFIRMED' | 'REJECTED' | 'UNSURE';
export type Role = 'OPERATOR' | 'BIOLOGIST' | 'ANALYST' | 'ADMIN';
export type RunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED';

export type RunLine = {
  readonly runId: string;
  readonly flightId: string;
  readonly status: RunStatus;
  readonly modelId: string | null;
  readonly modelTitle: string | null;
  readonly engine: string | null;
  readonly tiling: string | null;
  readonly threshold: number | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly photos: number;
  readonly progress: {
    readonly photos: number;
    readonly tiled: number;
    readonly scored: number;
    readonly quarantined: number;
    readonly failed: number;
    readonly stage: string | null;
    readonly photosPerMinute: number | null;
    readonly secondsLeft: number | null;
  };
  readonly summary: {
    readonly read: number;
    readonly scored: number;
    readonly quarantined: number;
    readonly unplaced: number;
    readonly skipped: number;
    readonly failed: number;
    readonly prepared: number;
    readonly sideFiles: number;
    readonly tiles: number;
    readonly certain: number;
    readonly probable: number;
    readonly possible: number;
    readonly review: number;
    readonly sightings: number;
  } | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
};

export type FlightLine = {
  readonly flightId: string;
  readonly title: string | null;
  readonly notes: string | null;
  readonly capturedAt: string | null;
  readonly simulated: boolean;
  readonly photos: number;
  readonly threshold: number | null;
  readonly version: number;
  readonly centre: { readonly lat: number; readonly lon: number } | null;
  readonly bounds: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  } | null;
  readonly latestRun: RunLine | null;
};

export type Point = {
  readonly sightingId: string;
  readonly flightId: string;
  readonly number: number;
  readonly lat: number;
  readonly lon: number;
  readonly uncertaintyM: number;
  readonly confidence: number;
  readonly band: Band;
  readonly review: ReviewState;
  readonly mark: FieldMarkKind | null;
  readonly areaM2: number | null;
};

export type SightingFull = {
  readonly sightingId: string;
  readonly flightId: string;
  readonly runId: string;
  readonly number: number;
  readonly lat: number;
  readonly lon: number;
  readonly uncertaintyM: number;
  readonly uncertainty95M: number;
  readonly confidence: number;
  readonly band: Band;
  readonly review: ReviewState;
  readonly seenIn: number;
  readonly couldSee: number;
  readonly capturedAt: string | null;
  readonly areaM2: number | null;
  readonly plantsAtLeast: number | null;
  readonly version: number;
  readonly polygon: readonly { readonly lat: number; readonly lon: number }[] | null;
  readonly views: readonly {
    readonly tileId: string;
    readonly photoId: string;
    readonly photoName: string;
    readonly index: number;
    readonly confidence: number;
    readonly url: string | null;
    readonly photoUrl: string | null;
    readonly previewUrl: string | null;
    readonly box: {
      readonly leftPx: number;
      readonly topPx: number;
      readonly widthPx: number;
      readonly heightPx: number;
    } | null;
  }[];
  readonly mark: {
    readonly markId: string;
    readonly kind: FieldMarkKind;
    readonly date: string;
    readonly note: string | null;
    readonly who: string | null;
    readonly at: string;
    readonly withdrawn: boolean;
  } | null;
  readonly marks: readonly {
    readonly markId: string;
    readonly kind: FieldMarkKind;
    readonly date: string;
    readonly note: string | null;
    readonly who: string | null;
    readonly at: string;
    readonly withdrawn: boolean;
  }[];
};

export type PromotionLine = {
  readonly promotionId: string;
  readonly modelId: string;
  readonly former: string | null;
  readonly rollback: boolean;
  readonly reason: string;
  readonly who: string | null;
  readonly at: string;
};

export type ModelLine = {
  readonly modelId: string;
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly engine: string;
  readonly tiling: string;
  readonly threshold: number;
  readonly parent: string | null;
  readonly children: readonly string[];
  readonly inProduction: boolean;
  readonly trainedAt: string | null;
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly dataset: {
    readonly description: string;
    readonly snapshotId: string | null;
    readonly tiles: number;
    readonly licence: string;
    readonly simulated: boolean;
  };
  readonly promotions: readonly PromotionLine[];
};

export type LabelLine = {
  readonly labelId: string;
  readonly tileId: string;
  readonly answer: Answer;
  readonly lookAlike: LookAlike | null;
  readonly note: string | null;
  readonly who: string | null;
  readonly mine: boolean;
  readonly at: string;
  readonly bulk: boolean;
  readonly secondOpinion: boolean;
  readonly withdraws: string | null;
  readonly withdrawn: boolean;
};

export type TileLine = {
  readonly tileId: string;
  readonly flightId: string;
  readonly photoId: string;
  readonly photoName: string;
  readonly tiling: string;
  readonly index: number;
  readonly row: number;
  readonly col: number;
  readonly confidence: number | null;
  readonly band: Band | null;
  readonly url: string | null;
  readonly uncertaintyM: number | null;
  readonly version: number;
  readonly sightingId: string | null;
  readonly box: {
    readonly leftPx: number;
    readonly topPx: number;
    readonly widthPx: number;
    readonly heightPx: number;
  };
  readonly place: { readonly lat: number; readonly lon: number } | null;
  readonly photo: {
    readonly widthPx: number | null;
    readonly heightPx: number | null;
    readonly url: string | null;
    readonly previewUrl: string | null;
  };
  readonly labels: readonly LabelLine[];
};

export type ReviewLine = {
  readonly reason: ReviewReason;
  readonly value: number;
  readonly why: string;
  readonly blind: boolean;
  readonly views: number;
  readonly tile: TileLine;
};

export type FlightsResult = {
  readonly flights: { readonly items: readonly FlightLine[]; readonly next: string | null };
};
export const flights: TypedDocument<
  FlightsResult,
  { readonly first?: number | null; readonly after?: string | null }
> = {
  name: 'Flights',
  text: 'query Flights($first: Int, $after: String) { flights(first: $first, after: $after) { items { ... on Flight { flightId title notes capturedAt simulated photos threshold version centre { lat lon } bounds { west south east north } latestRun { ... on Run { runId flightId status modelId modelTitle engine tiling threshold startedAt finishedAt photos progress { photos tiled scored quarantined failed stage photosPerMinute secondsLeft } summary { read scored quarantined unplaced skipped failed prepared sideFiles tiles certain probable possible review sightings } failure { code message } } } } } next } }',
};

export type FlightResult = { readonly flight: FlightLine | null };
export const flight: TypedDocument<FlightResult, { readonly flightId: string }> = {
  name: 'Flight',
  text: 'query Flight($flightId: ID!) { flight(flightId: $flightId) { ... on Flight { flightId title notes capturedAt simulated photos threshold version centre { lat lon } bounds { west south east north } latestRun { ... on Run { runId flightId status modelId modelTitle engine tiling threshold startedAt finishedAt photos progress { photos tiled scored quarantined failed stage photosPerMinute secondsLeft } summary { read scored quarantined unplaced skipped failed prepared sideFiles tiles certain probable possible review sightings } failure { code message } } } } } }',
};

export type FlightRunsResult = {
  readonly flight: {
    readonly flightId: string;
    readonly runs: readonly {
      readonly runId: string;
      readonly status: RunStatus;
      readonly modelId: string | null;
      readonly modelTitle: string | null;
      readonly startedAt: string;
      readonly finishedAt: string | null;
    }[];
  } | null;
};
export const flightRuns: TypedDocument<FlightRunsResult, { readonly flightId: string }> = {
  name: 'FlightRuns',
  text: 'query FlightRuns($flightId: ID!) { flight(flightId: $flightId) { flightId runs { runId status modelId modelTitle startedAt finishedAt } } }',
};

export type FlightFilesResult = {
  readonly run: {
    readonly runId: string;
    readonly files: readonly { readonly kind: string; readonly name: string; readonly url: string }[];
  } | null;
};
export const flightFiles: TypedDocument<FlightFilesResult, { readonly flightId: string }> = {
  name: 'FlightFiles',
  text: 'query FlightFiles($flightId: ID!) { run(flightId: $flightId) { runId files { kind name url } } }',
};

export type PhotosResult = {
  readonly photos: {
    readonly items: readonly {
      readonly photoId: string | null;
      readonly name: string;
      readonly outcome: PhotoOutcome;
      readonly reasonCode: string | null;
      readonly reason: string | null;
      readonly previewUrl: string | null;
      readonly labels: number | null;
      readonly flags: readonly { readonly code: string; readonly message: string }[];
    }[];
    readonly next: string | null;
  };
};
export const photos: TypedDocument<
  PhotosResult,
  {
    readonly flightId: string;
    readonly outcome?: PhotoOutcome | null;
    readonly first?: number | null;
    readonly after?: string | null;
  }
> = {
  name: 'Photos',
  text: 'query Photos($flightId: ID!, $outcome: PhotoOutcome, $first: Int, $after: String) { photos(flightId: $flightId, outcome: $outcome, first: $first, after: $after) { items { photoId name outcome reasonCode reason previewUrl labels flags { code message } } next } }',
};

export type PhotoResult = {
  readonly photo: {
    readonly flightId: string;
    readonly photoId: string | null;
    readonly name: string;
    readonly outcome: PhotoOutcome;
    readonly reasonCode: string | null;
    readonly reason: string | null;
    readonly widthPx: number | null;
    readonly heightPx: number | null;
    readonly capturedAt: string | null;
    readonly camera: string | null;
    readonly sharpness: number | null;
    readonly brightness: number | null;
    readonly tiles: number | null;
    readonly url: string | null;
    readonly previewUrl: string | null;
    readonly labels: number | null;
    readonly sightings: readonly string[] | null;
    readonly flags: readonly { readonly code: string; readonly message: string }[];
    readonly pose: {
      readonly lat: number;
      readonly lon: number;
      readonly heightAboveGroundM: number;
      readonly yawDeg: number;
      readonly pitchDeg: number;
      readonly rollDeg: number;
      readonly uncertaintyM: number | null;
    } | null;
    readonly footprint: readonly { readonly lat: number; readonly lon: number }[] | null;
  } | null;
};
export const photo: TypedDocument<PhotoResult, { readonly flightId: string; readonly photoId: string }> = {
  name: 'Photo',
  text: 'query Photo($flightId: ID!, $photoId: ID!) { photo(flightId: $flightId, photoId: $photoId) { flightId photoId name outcome reasonCode reason widthPx heightPx capturedAt camera sharpness brightness tiles url previewUrl labels sightings flags { code message } pose { lat lon heightAboveGroundM yawDeg pitchDeg rollDeg uncertaintyM } footprint { lat lon } } }',
};

export type RequestUploadResult = {
  readonly requestUpload: {
    readonly flightId: string;
    readonly expiresAt: string;
    readonly tickets: readonly {
      readonly name: string;
      readonly present: boolean;
      readonly url: string | null;
      readonly contentType: string;
      readonly uploadId: string | null;
      readonly parts: readonly {
        readonly number: number;
        readonly fromByte: number;
        readonly toByte: number;
        readonly url: string;
      }[];
    }[];
  };
};
export const requestUpload: TypedDocument<RequestUploadResult, { readonly input: RequestUploadInput }> = {
  name: 'RequestUpload',
  text: 'mutation RequestUpload($input: RequestUploadInput!) { requestUpload(input: $input) { flightId expiresAt tickets { name present url contentType uploadId parts { number fromByte toByte url } } } }',
};

export type CompleteUploadResult = {
  readonly completeUpload: { readonly name: string; readonly sizeBytes: number };
};
export const completeUpload: TypedDocument<CompleteUploadResult, { readonly input: CompleteUploadInput }> = {
  name: 'CompleteUpload',
  text: 'mutation CompleteUpload($input: CompleteUploadInput!) { completeUpload(input: $input) { name sizeBytes } }',
};

export type ListFlightFilesResult = { readonly listFlightFiles: { readonly files: number } };
export const listFlightFiles: TypedDocument<ListFlightFilesResult, { readonly input: ListFlightFilesInput }> =
  {
    name: 'ListFlightFiles',
    text: 'mutation ListFlightFiles($input: ListFlightFilesInput!) { listFlightFiles(input: $input) { files } }',
  };

export type ReplacePhotoResult = { readonly replacePhoto: { readonly name: string } };
export const replacePhoto: TypedDocument<ReplacePhotoResult, { readonly input: ReplacePhotoInput }> = {
  name: 'ReplacePhoto',
  text: 'mutation ReplacePhoto($input: ReplacePhotoInput!) { replacePhoto(input: $input) { name } }',
};

export type CommitFlightResult = {
  readonly commitFlight: { readonly flightId: string; readonly photos: number };
};
export const commitFlight: TypedDocument<CommitFlightResult, { readonly input: CommitFlightInput }> = {
  name: 'CommitFlight',
  text: 'mutation CommitFlight($input: CommitFlightInput!) { commitFlight(input: $input) { flightId photos } }',
};

export type StartRunResult = {
  readonly startRun: { readonly flightId: string; readonly runId: string; readonly started: boolean };
};
export const startRun: TypedDocument<StartRunResult, { readonly input: StartRunInput }> = {
  name: 'StartRun',
  text: 'mutation StartRun($input: StartRunInput!) { startRun(input: $input) { flightId runId started } }',
};

export type RedriveRunResult = {
  readonly redriveRun: {
    readonly flightId: string;
    readonly runId: string;
    readonly outcome: RedriveOutcome;
  };
};
export const redriveRun: TypedDocument<RedriveRunResult, { readonly input: RedriveRunInput }> = {
  name: 'RedriveRun',
  text: 'mutation RedriveRun($input: RedriveRunInput!) { redriveRun(input: $input) { flightId runId outcome } }',
};

export type SightingsInViewResult = {
  readonly sightingsInView: {
    readonly total: number;
    readonly clustered: boolean;
    readonly sightings: readonly Point[];
    readonly clusters: readonly {
      readonly clusterId: string;
      readonly lat: number;
      readonly lon: number;
      readonly sightings: number;
      readonly certain: number;
      readonly probable: number;
      readonly possible: number;
      readonly expansionZoom: number;
    }[];
  };
};
export const sightingsInView: TypedDocument<
  SightingsInViewResult,
  { readonly view: ViewInput; readonly filter?: SightingFilter | null }
> = {
  name: 'SightingsInView',
  text: 'query SightingsInView($view: ViewInput!, $filter: SightingFilter) { sightingsInView(view: $view, filter: $filter) { total clustered sightings { ... on SightingPoint { sightingId flightId number lat lon uncertaintyM confidence band review mark areaM2 } } clusters { clusterId lat lon sightings certain probable possible expansionZoom } } }',
};

export type ConfidenceFiguresResult = {
  readonly confidenceFigures: readonly {
    readonly from: number;
    readonly to: number;
    readonly sightings: number;
    readonly areaM2: number;
  }[];
};
export const confidenceFigures: TypedDocument<
  ConfidenceFiguresResult,
  { readonly filter?: SightingFilter | null; readonly saved?: boolean | null }
> = {
  name: 'ConfidenceFigures',
  text: 'query ConfidenceFigures($filter: SightingFilter, $saved: Boolean) { confidenceFigures(filter: $filter, saved: $saved) { from to sightings areaM2 } }',
};

export type SightingResult = { readonly sighting: SightingFull | null };
export const sighting: TypedDocument<
  SightingResult,
  { readonly flightId: string; readonly sightingId: string }
> = {
  name: 'Sighting',
  text: 'query Sighting($flightId: ID!, $sightingId: ID!) { sighting(flightId: $flightId, sightingId: $sightingId) { ... on Sighting { sightingId flightId runId number lat lon uncertaintyM uncertainty95M confidence band review seenIn couldSee capturedAt areaM2 plantsAtLeast version polygon { lat lon } views { tileId photoId photoName index confidence url photoUrl previewUrl box { leftPx topPx widthPx heightPx } } mark { markId kind date note who at withdrawn } marks { markId kind date note who at withdrawn } } } }',
};

export type SightingNameResult = {
  readonly sighting: {
    readonly sightingId: string;
    readonly number: number;
    readonly band: Band;
    readonly confidence: number;
  } | null;
};
export const sightingName: TypedDocument<
  SightingNameResult,
  { readonly flightId: string; readonly sightingId: string }
> = {
  name: 'SightingName',
  text: 'query SightingName($flightId: ID!, $sightingId: ID!) { sighting(flightId: $flightId, sightingId: $sightingId) { sightingId number band confidence } }',
};

export type SightingsResult = {
  readonly sightings: {
    readonly total: number;
    readonly next: string | null;
    readonly items: readonly {
      readonly sightingId: string;
      readonly flightId: string;
      readonly number: number;
      readonly lat: number;
      readonly lon: number;
      readonly uncertaintyM: number;
      readonly confidence: number;
      readonly band: Band;
      readonly review: ReviewState;
      readonly mark: { readonly kind: FieldMarkKind; readonly date: string } | null;
    }[];
  };
};
export const sightings: TypedDocument<
  SightingsResult,
  { readonly filter?: SightingFilter | null; readonly first?: number | null; readonly after?: string | null }
> = {
  name: 'Sightings',
  text: 'query Sightings($filter: SightingFilter, $first: Int, $after: String) { sightings(filter: $filter, first: $first, after: $after) { total next items { sightingId flightId number lat lon uncertaintyM confidence band review mark { kind date } } } }',
};

export type FootprintsResult = {
  readonly footprints: {
    readonly items: readonly {
      readonly photoId: string;
      readonly name: string;
      readonly ring: readonly { readonly lat: number; readonly lon: number }[];
    }[];
    readonly next: string | null;
  };
};
export const footprints: TypedDocument<
  FootprintsResult,
  { readonly flightId: string; readonly after?: string | null }
> = {
  name: 'Footprints',
  text: 'query Footprints($flightId: ID!, $after: String) { footprints(flightId: $flightId, first: 200, after: $after) { items { photoId name ring { lat lon } } next } }',
};

export type MarkSightingResult = { readonly markSighting: SightingFull };
export const markSighting: TypedDocument<MarkSightingResult, { readonly input: MarkSightingInput }> = {
  name: 'MarkSighting',
  text: 'mutation MarkSighting($input: MarkSightingInput!) { markSighting(input: $input) { ... on Sighting { sightingId flightId runId number lat lon uncertaintyM uncertainty95M confidence band review seenIn couldSee capturedAt areaM2 plantsAtLeast version polygon { lat lon } views { tileId photoId photoName index confidence url photoUrl previewUrl box { leftPx topPx widthPx heightPx } } mark { markId kind date note who at withdrawn } marks { markId kind date note who at withdrawn } } } }',
};

export type WithdrawMarkResult = { readonly withdrawMark: SightingFull };
export const withdrawMark: TypedDocument<WithdrawMarkResult, { readonly input: WithdrawMarkInput }> = {
  name: 'WithdrawMark',
  text: 'mutation WithdrawMark($input: WithdrawMarkInput!) { withdrawMark(input: $input) { ... on Sighting { sightingId flightId runId number lat lon uncertaintyM uncertainty95M confidence band review seenIn couldSee capturedAt areaM2 plantsAtLeast version polygon { lat lon } views { tileId photoId photoName index confidence url photoUrl previewUrl box { leftPx topPx widthPx heightPx } } mark { markId kind date note who at withdrawn } marks { markId kind date note who at withdrawn } } } }',
};

export type SaveThresholdResult = {
  readonly saveThreshold: {
    readonly flightId: string;
    readonly threshold: number | null;
    readonly version: number;
  };
};
export const saveThreshold: TypedDocument<SaveThresholdResult, { readonly input: SaveThresholdInput }> = {
  name: 'SaveThreshold',
  text: 'mutation SaveThreshold($input: SaveThresholdInput!) { saveThreshold(input: $input) { flightId threshold version } }',
};

export type MakeExportResult = {
  readonly makeExport: {
    readonly name: string;
    readonly format: ExportFormat;
    readonly sightings: number;
    readonly url: string;
    readonly expiresAt: string;
  };
};
export const makeExport: TypedDocument<MakeExportResult, { readonly input: MakeExportInput }> = {
  name: 'MakeExport',
  text: 'mutation MakeExport($input: MakeExportInput!) { makeExport(input: $input) { name format sightings url expiresAt } }',
};

export type ModelsResult = {
  readonly models: { readonly items: readonly ModelLine[]; readonly next: string | null };
};
export const models: TypedDocument<
  ModelsResult,
  { readonly first?: number | null; readonly after?: string | null }
> = {
  name: 'Models',
  text: 'query Models($first: Int, $after: String) { models(first: $first, after: $after) { items { ... on Model { modelId name title description engine tiling threshold parent children inProduction trainedAt metrics { name value } dataset { description snapshotId tiles licence simulated } promotions { ... on Promotion { promotionId modelId former rollback reason who at } } } } next } }',
};

export type PromotionsResult = {
  readonly promotions: {
    readonly items: readonly PromotionLine[];
    readonly next: string | null;
    readonly version: number;
  };
};
export const promotions: TypedDocument<PromotionsResult, { readonly first?: number | null }> = {
  name: 'Promotions',
  text: 'query Promotions($first: Int) { promotions(first: $first) { items { ... on Promotion { promotionId modelId former rollback reason who at } } next version } }',
};

export type DriftResult = {
  readonly drift: {
    readonly modelId: string;
    readonly reference: readonly number[] | null;
    readonly simulated: boolean;
    readonly points: readonly {
      readonly day: string;
      readonly flightId: string;
      readonly runId: string;
      readonly tiles: number;
      readonly histogram: readonly number[];
      readonly level: DriftLevel;
      readonly cause: DriftCause;
      readonly missesTooMany: boolean;
      readonly psi: number | null;
      readonly lowConfidenceShare: number;
      readonly agreement: number | null;
      readonly answered: number;
    }[];
  } | null;
};
export const drift: TypedDocument<DriftResult, { readonly modelId: string; readonly days?: number | null }> =
  {
    name: 'Drift',
    text: 'query Drift($modelId: ID!, $days: Int) { drift(modelId: $modelId, days: $days) { modelId reference simulated points { day flightId runId tiles histogram level cause missesTooMany psi lowConfidenceShare agreement answered } } }',
  };

export type PromoteModelResult = { readonly promoteModel: PromotionLine };
export const promoteModel: TypedDocument<PromoteModelResult, { readonly input: PromoteModelInput }> = {
  name: 'PromoteModel',
  text: 'mutation PromoteModel($input: PromoteModelInput!) { promoteModel(input: $input) { ... on Promotion { promotionId modelId former rollback reason who at } } }',
};

export type RollbackModelResult = { readonly rollbackModel: PromotionLine };
export const rollbackModel: TypedDocument<RollbackModelResult, { readonly input: RollbackModelInput }> = {
  name: 'RollbackModel',
  text: 'mutation RollbackModel($input: RollbackModelInput!) { rollbackModel(input: $input) { ... on Promotion { promotionId modelId former rollback reason who at } } }',
};

export type MeResult = {
  readonly me: {
    readonly personId: string;
    readonly name: string;
    readonly roles: readonly Role[];
    readonly local: boolean;
  };
};
export const me: TypedDocument<MeResult, {}> = {
  name: 'Me',
  text: 'query Me { me { personId name roles local } }',
};

export type SettingsResult = {
  readonly settings: {
    readonly mapTilesUrl: string | null;
    readonly mapAttribution: string | null;
    readonly lookAlikes: readonly LookAlike[];
    readonly secondOpinionShare: number;
    readonly bulkSampleSize: number;
    readonly holdMinutes: number;
    readonly exportFormats: readonly ExportFormat[];
    readonly uploadMaxBytes: number;
  };
};
export const settings: TypedDocument<SettingsResult, {}> = {
  name: 'Settings',
  text: 'query Settings { settings { mapTilesUrl mapAttribution lookAlikes secondOpinionShare bulkSampleSize holdMinutes exportFormats uploadMaxBytes } }',
};

export type ReviewQueueResult = {
  readonly reviewQueue: {
    readonly items: readonly ReviewLine[];
    readonly next: string | null;
    readonly waiting: number;
  };
};
export const reviewQueue: TypedDocument<
  ReviewQueueResult,
  { readonly filter?: ReviewFilter | null; readonly first?: number | null; readonly after?: string | null }
> = {
  name: 'ReviewQueue',
  text: 'query ReviewQueue($filter: ReviewFilter, $first: Int, $after: String) { reviewQueue(filter: $filter, first: $first, after: $after) { items { ... on ReviewItem { reason value why blind views tile { ... on Tile { tileId flightId photoId photoName tiling index row col confidence band url uncertaintyM version sightingId box { leftPx topPx widthPx heightPx } place { lat lon } photo { widthPx heightPx url previewUrl } labels { ... on Label { labelId tileId answer lookAlike note who mine at bulk secondOpinion withdraws withdrawn } } } } } } next waiting } }',
};

export type ReviewSampleResult = { readonly reviewSample: readonly ReviewLine[] };
export const reviewSample: TypedDocument<
  ReviewSampleResult,
  { readonly filter?: ReviewFilter | null; readonly size?: number | null; readonly seed: string }
> = {
  name: 'ReviewSample',
  text: 'query ReviewSample($filter: ReviewFilter, $size: Int, $seed: String!) { reviewSample(filter: $filter, size: $size, seed: $seed) { ... on ReviewItem { reason value why blind views tile { ... on Tile { tileId flightId photoId photoName tiling index row col confidence band url uncertaintyM version sightingId box { leftPx topPx widthPx heightPx } place { lat lon } photo { widthPx heightPx url previewUrl } labels { ... on Label { labelId tileId answer lookAlike note who mine at bulk secondOpinion withdraws withdrawn } } } } } } }',
};

export type ReviewFiguresResult = {
  readonly reviewFigures: {
    readonly waiting: number;
    readonly answered: number;
    readonly answeredByMe: number;
    readonly hogweed: number;
    readonly notHogweed: number;
    readonly unsure: number;
    readonly badImage: number;
  };
};
export const reviewFigures: TypedDocument<ReviewFiguresResult, { readonly flightId?: string | null }> = {
  name: 'ReviewFigures',
  text: 'query ReviewFigures($flightId: ID) { reviewFigures(flightId: $flightId) { waiting answered answeredByMe hogweed notHogweed unsure badImage } }',
};

export type SecondOpinionsResult = {
  readonly secondOpinions: {
    readonly pairs: number;
    readonly agreed: number;
    readonly kappa: number | null;
    readonly waiting: number;
  };
};
export const secondOpinions: TypedDocument<SecondOpinionsResult, { readonly flightId?: string | null }> = {
  name: 'SecondOpinions',
  text: 'query SecondOpinions($flightId: ID) { secondOpinions(flightId: $flightId) { pairs agreed kappa waiting } }',
};

export type TileResult = { readonly tile: TileLine | null };
export const tile: TypedDocument<TileResult, { readonly tileId: string }> = {
  name: 'Tile',
  text: 'query Tile($tileId: ID!) { tile(tileId: $tileId) { ... on Tile { tileId flightId photoId photoName tiling index row col confidence band url uncertaintyM version sightingId box { leftPx topPx widthPx heightPx } place { lat lon } photo { widthPx heightPx url previewUrl } labels { ... on Label { labelId tileId answer lookAlike note who mine at bulk secondOpinion withdraws withdrawn } } } } }',
};

export type OtherViewsResult = {
  readonly otherViews: readonly {
    readonly apartM: number;
    readonly sameSighting: boolean;
    readonly tile: {
      readonly tileId: string;
      readonly photoId: string;
      readonly photoName: string;
      readonly confidence: number | null;
      readonly url: string | null;
      readonly box: {
        readonly leftPx: number;
        readonly topPx: number;
        readonly widthPx: number;
        readonly heightPx: number;
      };
      readonly place: { readonly lat: number; readonly lon: number } | null;
      readonly photo: {
        readonly url: string | null;
        readonly previewUrl: string | null;
        readonly widthPx: number | null;
        readonly heightPx: number | null;
      };
    };
  }[];
};
export const otherViews: TypedDocument<OtherViewsResult, { readonly tileId: string }> = {
  name: 'OtherViews',
  text: 'query OtherViews($tileId: ID!) { otherViews(tileId: $tileId, first: 8) { apartM sameSighting tile { tileId photoId photoName confidence url box { leftPx topPx widthPx heightPx } place { lat lon } photo { url previewUrl widthPx heightPx } } } }',
};

export type TileGroundResult = {
  readonly tile: {
    readonly tileId: string;
    readonly place: { readonly lat: number; readonly lon: number } | null;
    readonly uncertaintyM: number | null;
    readonly footprint: readonly { readonly lat: number; readonly lon: number }[] | null;
    readonly photo: {
      readonly footprint: readonly { readonly lat: number; readonly lon: number }[] | null;
      readonly pose: { readonly lat: number; readonly lon: number } | null;
    };
  } | null;
};
export const tileGround: TypedDocument<TileGroundResult, { readonly tileId: string }> = {
  name: 'TileGround',
  text: 'query TileGround($tileId: ID!) { tile(tileId: $tileId) { tileId place { lat lon } uncertaintyM footprint { lat lon } photo { footprint { lat lon } pose { lat lon } } } }',
};

export type LabelHistoryResult = { readonly labelHistory: readonly LabelLine[] };
export const labelHistory: TypedDocument<LabelHistoryResult, { readonly tileId: string }> = {
  name: 'LabelHistory',
  text: 'query LabelHistory($tileId: ID!) { labelHistory(tileId: $tileId) { ... on Label { labelId tileId answer lookAlike note who mine at bulk secondOpinion withdraws withdrawn } } }',
};

export type LabelTileResult = {
  readonly labelTile: {
    readonly version: number;
    readonly label: { readonly labelId: string; readonly tileId: string };
  };
};
export const labelTile: TypedDocument<LabelTileResult, { readonly input: LabelTileInput }> = {
  name: 'LabelTile',
  text: 'mutation LabelTile($input: LabelTileInput!) { labelTile(input: $input) { version label { labelId tileId } } }',
};

export type LabelTilesResult = {
  readonly labelTiles: {
    readonly labelled: number;
    readonly observedPrecision: number;
    readonly labels: readonly { readonly labelId: string; readonly tileId: string }[];
  };
};
export const labelTiles: TypedDocument<LabelTilesResult, { readonly input: LabelTilesInput }> = {
  name: 'LabelTiles',
  text: 'mutation LabelTiles($input: LabelTilesInput!) { labelTiles(input: $input) { labelled observedPrecision labels { labelId tileId } } }',
};

export type WithdrawLabelResult = {
  readonly withdrawLabel: {
    readonly version: number;
    readonly label: { readonly labelId: string; readonly tileId: string };
  };
};
export const withdrawLabel: TypedDocument<WithdrawLabelResult, { readonly input: WithdrawLabelInput }> = {
  name: 'WithdrawLabel',
  text: 'mutation WithdrawLabel($input: WithdrawLabelInput!) { withdrawLabel(input: $input) { version label { labelId tileId } } }',
};

export type HoldReviewTilesResult = {
  readonly holdReviewTiles: { readonly held: readonly string[]; readonly until: string };
};
export const holdReviewTiles: TypedDocument<HoldReviewTilesResult, { readonly input: HoldReviewTilesInput }> =
  {
    name: 'HoldReviewTiles',
    text: 'mutation HoldReviewTiles($input: HoldReviewTilesInput!) { holdReviewTiles(input: $input) { held until } }',
  };

export type PhotoTilesResult = {
  readonly photoTiles: {
    readonly photo: {
      readonly flightId: string;
      readonly photoId: string | null;
      readonly name: string;
      readonly widthPx: number | null;
      readonly heightPx: number | null;
      readonly url: string | null;
      readonly previewUrl: string | null;
    };
    readonly tiling: string;
    readonly cols: number;
    readonly rows: number;
    readonly tileWidthPx: number;
    readonly tileHeightPx: number;
    readonly leftsPx: readonly number[];
    readonly topsPx: readonly number[];
    readonly confidences: readonly number[] | null;
    readonly labels: readonly {
      readonly tileId: string;
      readonly index: number;
      readonly answer: Answer;
      readonly version: number;
      readonly labels: readonly { readonly labelId: string; readonly mine: boolean }[];
    }[];
  } | null;
};
export const photoTiles: TypedDocument<
  PhotoTilesResult,
  { readonly flightId: string; readonly photoId: string }
> = {
  name: 'PhotoTiles',
  text: 'query PhotoTiles($flightId: ID!, $photoId: ID!) { photoTiles(flightId: $flightId, photoId: $photoId) { photo { flightId photoId name widthPx heightPx url previewUrl } tiling cols rows tileWidthPx tileHeightPx leftsPx topsPx confidences labels { tileId index answer version labels { labelId mine } } } }',
};
