/** Every field of the schema's types: what else a client selects is one of them under a name of the client's own. */
const fieldNames: ReadonlySet<string> = new Set(
  `
  agreed agreement answer answered answeredByMe apartM areaM2 at badImage band blind bounds box
  brightness bulk bulkSampleSize camera capturedAt cause centre certain children clusterId clustered
  clusters code col cols confidence confidences contentType couldSee dataset date day description east
  engine expansionZoom expiresAt exportFormats failed failure files finishedAt flags flightId footprint
  format former from fromByte heightAboveGroundM heightPx held histogram hogweed holdMinutes
  inProduction index items kappa kind label labelId labelled labels lat latestRun leftPx leftsPx level
  licence listId local lon lookAlike lookAlikes lowConfidenceShare mapAttribution mapTilesUrl mark
  markId marks message metrics mine missesTooMany modelId modelTitle name next north notHogweed note
  notes number observedPrecision operator outcome page pairs parent parts personId photo photoId
  photoName photoUrl photos photosPerMinute pitchDeg place plantsAtLeast points polygon pose possible
  prepared present previewUrl probable progress promotionId promotions psi psiShown quarantined read
  reason reasonCode reference review ring roles rollDeg rollback row rows runId runs sameSighting scored
  secondOpinion secondOpinionShare secondsLeft seenIn sharpness sideFiles sighting sightingId sightings
  simulated sizeBytes skipped snapshotId south stage started startedAt status summary threshold tickets
  tile tileHeightPx tileId tileWidthPx tiled tiles tiling title to toByte topPx topsPx total trainedAt
  uncertainty95M uncertaintyM unplaced unsure until uploadId uploadMaxBytes url value version views
  waiting west who why widthPx withdrawn withdraws yawDeg
`
    .trim()
    .split(/\s+/),
);

/**
 * Whether a path is selected, e.g. `items/tile/photo`. AppSync tells a renamed field (`picture: url`) only by its new name:
 * where there is one, everything counts as selected.
 */
export function wantedIn(selection: readonly string[]): (path: string) => boolean {
  const isRenamed = selection.some((path) =>
    path.split('/').some((name) => !fieldNames.has(name) && name !== '__typename'),
  );
  return (path) => isRenamed || selection.includes(path);
}
