import { buildSchema, type GraphQLObjectType } from 'graphql';
import { appSyncDefinitions } from '#platform/local/appsync-directives.ts';
import { schemaText, type TestApi, type TestRole, testRoles } from './api-flight.ts';

const all: readonly TestRole[] = testRoles;
const judges: readonly TestRole[] = ['biologist', 'admin'];
const crews: readonly TestRole[] = ['operator', 'biologist', 'admin'];
const uploaders: readonly TestRole[] = ['operator', 'admin'];
const admins: readonly TestRole[] = ['admin'];

/** A field, who may use it, and a call that works. */
export interface Row {
  readonly field: string;
  readonly allowed: readonly TestRole[];
  readonly arguments?: (api: TestApi, key: string) => object;
  readonly selection?: string;
  /** The code with which the work itself ends: it was reached. */
  readonly endsWith?: string;
}

const onFlight = ({ flightId }: TestApi) => ({ flightId });
const onPhoto = ({ flightId, photoId }: TestApi) => ({ flightId, photoId });
const onTile = ({ waiting }: TestApi) => ({ tileId: waiting[0] });
export const onSighting = ({ flightId, sightingId }: TestApi) => ({ flightId, sightingId });
const nothing = '0'.repeat(20);

/** Every field of Query and Mutation, who may use it, and a call that works. */
export const rows: readonly Row[] = [
  { field: 'Query.me', allowed: all, selection: '{ name }' },
  { field: 'Query.settings', allowed: all, selection: '{ holdMinutes }' },
  { field: 'Query.flights', allowed: all, selection: '{ items { flightId } }' },
  {
    field: 'Query.flight',
    allowed: all,
    arguments: onFlight,
    selection: '{ title latestRun { files { url } } }',
  },
  { field: 'Query.run', allowed: all, arguments: onFlight, selection: '{ progress { scored } }' },
  { field: 'Query.photos', allowed: all, arguments: onFlight, selection: '{ items { name reason } }' },
  { field: 'Query.photo', allowed: all, arguments: onPhoto, selection: '{ name url }' },
  { field: 'Query.photoTiles', allowed: all, arguments: onPhoto, selection: '{ cols confidences }' },
  {
    field: 'Query.tile',
    allowed: all,
    arguments: onTile,
    selection: '{ url place { lat } footprint { lat } }',
  },
  { field: 'Query.otherViews', allowed: all, arguments: onTile, selection: '{ apartM tile { tileId } }' },
  {
    field: 'Query.sightingsInView',
    allowed: all,
    arguments: () => ({ view: { west: 9, south: 56, east: 10, north: 57, zoom: 15 } }),
    selection: '{ total sightings { sightingId } }',
  },
  { field: 'Query.sightings', allowed: all, selection: '{ total items { views { url photoUrl } } }' },
  { field: 'Query.sighting', allowed: all, arguments: onSighting, selection: '{ number marks { markId } }' },
  { field: 'Query.confidenceFigures', allowed: all, selection: '{ sightings }' },
  { field: 'Query.footprints', allowed: all, arguments: onFlight, selection: '{ items { ring { lat } } }' },
  { field: 'Query.reviewQueue', allowed: all, selection: '{ waiting items { why } }' },
  { field: 'Query.reviewSample', allowed: all, arguments: () => ({ seed: 'a' }), selection: '{ why }' },
  { field: 'Query.reviewFigures', allowed: all, selection: '{ answered }' },
  { field: 'Query.labelHistory', allowed: all, arguments: onTile, selection: '{ labelId }' },
  { field: 'Query.labels', allowed: all, arguments: onFlight, selection: '{ items { answer } }' },
  { field: 'Query.secondOpinions', allowed: all, selection: '{ kappa }' },
  { field: 'Query.models', allowed: all, selection: '{ items { modelId promotions { reason } } }' },
  {
    field: 'Query.model',
    allowed: all,
    arguments: ({ models }) => ({ modelId: models[0] }),
    selection: '{ title }',
  },
  { field: 'Query.promotions', allowed: all, selection: '{ items { reason } }' },
  {
    field: 'Query.drift',
    allowed: all,
    arguments: ({ models }) => ({ modelId: models[0] }),
    selection: '{ reference points { psi level } }',
  },
  {
    field: 'Mutation.labelTile',
    allowed: judges,
    arguments: (api, idempotencyKey) => ({ input: { ...onTile(api), answer: 'UNSURE', idempotencyKey } }),
    selection: '{ version }',
  },
  {
    field: 'Mutation.labelTiles',
    allowed: judges,
    arguments: ({ waiting }, idempotencyKey) => ({
      input: { tileIds: [waiting[1]], answer: 'UNSURE', sampleTileIds: [], idempotencyKey },
    }),
    selection: '{ labelled }',
    endsWith: 'label.sample-missing',
  },
  {
    field: 'Mutation.withdrawLabel',
    allowed: judges,
    arguments: (api, idempotencyKey) => ({ input: { ...onTile(api), labelId: nothing, idempotencyKey } }),
    selection: '{ version }',
    endsWith: 'label.not-found',
  },
  {
    field: 'Mutation.holdReviewTiles',
    allowed: judges,
    arguments: ({ waiting }, idempotencyKey) => ({
      input: { tileIds: [waiting[0]], hold: false, idempotencyKey },
    }),
    selection: '{ held }',
  },
  {
    field: 'Mutation.markSighting',
    allowed: crews,
    arguments: (api, idempotencyKey) => ({
      input: { ...onSighting(api), kind: 'TREATED', date: '2026-01-05', idempotencyKey },
    }),
    selection: '{ mark { kind who } }',
  },
  {
    field: 'Mutation.withdrawMark',
    allowed: crews,
    arguments: (api, idempotencyKey) => ({ input: { ...onSighting(api), markId: nothing, idempotencyKey } }),
    selection: '{ version }',
    endsWith: 'mark.not-found',
  },
  {
    field: 'Mutation.requestUpload',
    allowed: uploaders,
    arguments: (_, idempotencyKey) => ({
      input: { flightId: 'new-1', files: [{ name: 'a.jpg', sizeBytes: 5 }], idempotencyKey },
    }),
    selection: '{ tickets { url } }',
  },
  {
    field: 'Mutation.completeUpload',
    allowed: uploaders,
    arguments: (_, idempotencyKey) => ({
      input: {
        flightId: 'new-1',
        name: 'a.jpg',
        uploadId: 'x',
        parts: [{ number: 1, etag: 'e' }],
        idempotencyKey,
      },
    }),
    selection: '{ sizeBytes }',
    endsWith: 'upload.not-found',
  },
  {
    field: 'Mutation.listFlightFiles',
    allowed: uploaders,
    arguments: (_, idempotencyKey) => ({
      input: {
        flightId: 'new-1',
        listId: 'a'.repeat(64),
        page: 0,
        photos: [{ name: 'a.jpg', sizeBytes: 5, sha256: 'a'.repeat(64) }],
        idempotencyKey,
      },
    }),
    selection: '{ files }',
  },
  {
    field: 'Mutation.commitFlight',
    allowed: uploaders,
    arguments: (_, idempotencyKey) => ({
      input: {
        flightId: 'new-1',
        photos: [{ name: 'a.jpg', sizeBytes: 5, sha256: 'a'.repeat(64) }],
        idempotencyKey,
      },
    }),
    selection: '{ photos }',
    endsWith: 'upload.incomplete',
  },
  {
    field: 'Mutation.replacePhoto',
    allowed: uploaders,
    arguments: (api, idempotencyKey) => ({
      input: { ...onFlight(api), name: 'a.jpg', sizeBytes: 5, sha256: 'a'.repeat(64), idempotencyKey },
    }),
    selection: '{ name }',
    endsWith: 'photo.not-found',
  },
  {
    field: 'Mutation.startRun',
    allowed: uploaders,
    arguments: (api, idempotencyKey) => ({ input: { ...onFlight(api), idempotencyKey } }),
    selection: '{ runId started }',
  },
  {
    field: 'Mutation.redriveRun',
    allowed: uploaders,
    arguments: (api, idempotencyKey) => ({ input: { ...onFlight(api), idempotencyKey } }),
    selection: '{ outcome }',
    endsWith: 'run.succeeded',
  },
  {
    field: 'Mutation.saveThreshold',
    allowed: crews,
    arguments: (api, idempotencyKey) => ({
      input: { ...onFlight(api), threshold: 0.7, expectedVersion: 99, idempotencyKey },
    }),
    selection: '{ version }',
    endsWith: 'api.version-outdated',
  },
  {
    field: 'Mutation.promoteModel',
    allowed: admins,
    arguments: ({ models }, idempotencyKey) => ({
      input: { modelId: models[0], reason: 'again', idempotencyKey },
    }),
    selection: '{ modelId }',
    endsWith: 'registry.already-production',
  },
  {
    field: 'Mutation.rollbackModel',
    allowed: admins,
    arguments: (_, idempotencyKey) => ({ input: { reason: 'worse', idempotencyKey } }),
    selection: '{ modelId }',
    endsWith: 'registry.nothing-before',
  },
  {
    field: 'Mutation.makeExport',
    allowed: all,
    arguments: (api, idempotencyKey) => ({ input: { ...onFlight(api), format: 'CSV', idempotencyKey } }),
    selection: '{ url sightings }',
  },
];

export const schema = buildSchema(appSyncDefinitions + schemaText);

const brackets = (parts: string[]) => (parts.length === 0 ? '' : `(${parts.join(', ')})`);

/** The field with its arguments as a GraphQL operation. */
export function operationOf(
  { field, selection = '' }: Row,
  args: object,
): { query: string; variables: object } {
  const [typeName = '', name = ''] = field.split('.');
  const declared = (schema.getType(typeName) as GraphQLObjectType).getFields()[name]!;
  const given = declared.args.filter((argument) => argument.name in args);
  const variables = given.map((argument) => `$${argument.name}: ${String(argument.type)}`);
  const passed = given.map((argument) => `${argument.name}: $${argument.name}`);
  const query = `${typeName.toLowerCase()} ${brackets(variables)} { ${name}${brackets(passed)} ${selection} }`;
  return { query, variables: args };
}
