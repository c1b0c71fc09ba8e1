/** Permanent links of everything that has one. */
export const links = {
  start: '/',
  flights: '/flights',
  upload: '/upload',
  review: '/review',
  label: '/label',
  map: '/map',
  models: '/models',
  flight: (flightId: string) => `/flights/${encodeURIComponent(flightId)}`,
  photo: (flightId: string, photoId: string) =>
    `/flights/${encodeURIComponent(flightId)}/photos/${encodeURIComponent(photoId)}`,
  /** A tile's id is a path of its own: `<flight>/<photo>/<tiling>/<index>`. */
  tile: (tileId: string) => `/tiles/${tileId.split('/').map(encodeURIComponent).join('/')}`,
  sighting: (flightId: string, sightingId: string) =>
    `/sightings/${encodeURIComponent(flightId)}/${encodeURIComponent(sightingId)}`,
  reviewFlight: (flightId: string) => `/review?flight=${encodeURIComponent(flightId)}`,
  reviewTiles: (flightId?: string, reason?: string) =>
    `/review/tiles${search({ ...(flightId === undefined ? {} : { flight: flightId }), ...(reason === undefined ? {} : { reason }) })}`,
  reviewMany: (flightId?: string) =>
    flightId === undefined ? '/review/many' : `/review/many?flight=${encodeURIComponent(flightId)}`,
  labelFlight: (flightId: string) => `/label/${encodeURIComponent(flightId)}`,
  labelPhoto: (flightId: string, photoId: string) =>
    `/label/${encodeURIComponent(flightId)}/${encodeURIComponent(photoId)}`,
  mapOf: (flightId: string) => `/map?flight=${encodeURIComponent(flightId)}`,
  model: (modelId: string) => `/models/${encodeURIComponent(modelId)}`,
} as const;

function search(fields: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(fields).toString();
  return text === '' ? '' : `?${text}`;
}
