/** What is neither a price nor measured nor chosen: each with its reason. The printed plan lists them all. */
export const assumptions = {
  /** Memory that buys a whole vCPU, MB. Source: AWS Lambda developer guide, "Configure Lambda function memory". */
  lambdaMbPerVcpu: 1769,
  /** Speed of a vCPU of AWS over one of the measured machine: both are one thread of a server of these years. */
  vcpuSpeed: 1,
  /** Share of a function's time that it waits for S3 and DynamoDB, added to its CPU. */
  waitShare: 0.2,
  /** Share of the work that is done twice: spot workers taken away, functions that failed. */
  repeatShare: 0.02,
  /** Share of the paid hours of a worker without a batch: starts, image pulls, the wait until it is let go. */
  idleShare: 0.1,
  /** Tiles of 64 px that a T4 scores a second over those of one core; ONNX Runtime with CUDA on small networks. */
  gpuPerCore: 10,
  /** Tiles that the model is unsure of in a photo that is cut for them: 42 of 8 in the simulated flight of 24 photos. */
  uncertainTilesPerPhoto: 5,
  /** Bytes of a photo's record, of a review item, and of a scores item without its tiles. Measured on the same flight. */
  photoItemBytes: 900,
  reviewItemBytes: 240,
  scoreItemBytes: 130,
  /** Bytes of a tile in a scores item: 2 for the confidence, 2 for the place. */
  scoreTileBytes: 4,
  /** Bytes of a sheet for each of its pixels, of a preview, of a review tile, of a photo's share in the results. Measured. */
  sheetBytesPerPixel: 0.42,
  previewBytes: 16_000,
  reviewTileBytes: 25_000,
  resultBytesPerPhoto: 80_000,
  /** Bytes of a photo in the Parquet lake: rows of photos, tiles above the threshold, sightings. */
  lakeBytesPerPhoto: 1500,
  /** Bytes that a function logs each time it is called. */
  logBytesPerCall: 2000,
  /** Share of calls that are traced. Source: AWS X-Ray developer guide, default sampling rule. */
  traceShare: 0.05,
  /** 365 days / 12. */
  daysPerMonth: 30.4,
} as const;

/** vCPUs of a function with so much memory. */
export function lambdaVcpus(memoryMb: number): number {
  return memoryMb / assumptions.lambdaMbPerVcpu;
}
