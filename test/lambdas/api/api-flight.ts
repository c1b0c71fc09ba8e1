import { readFileSync } from 'node:fs';
import type { YogaServerInstance } from 'graphql-yoga';
import { formatTileId } from '#core/label/tile-identity.ts';
import { appSyncServer, type ApiContext } from '#platform/local/appsync.ts';
import { openRegistry } from '#platform/registry/registry.ts';
import { packageNamed } from '#test/platform/registry/test-registry.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { sampleRun } from '../sample-run.ts';
import { workedFlight } from '../summarise-flight/sample-flight.ts';

export const schemaText = readFileSync(
  new URL('../../../lambdas/api/schema.graphql', import.meta.url),
  'utf8',
);

export type TestRole = 'operator' | 'biologist' | 'analyst' | 'admin';
export const testRoles: readonly TestRole[] = ['operator', 'biologist', 'analyst', 'admin'];

export interface Asked {
  readonly data: Record<string, never> | null | undefined;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: {
      readonly errorType: string;
      readonly errorInfo: { readonly code: string; readonly params?: object };
    };
  }[];
}

export interface TestApi {
  readonly cloud: LocalPlatform;
  readonly flightId: string;
  readonly photoId: string;
  /** A tile that waits for an answer, and all of them. */
  readonly waiting: readonly string[];
  readonly sightingId: string;
  readonly models: readonly [production: string, candidate: string];
  /** What the embedded server answers. */
  ask(query: string, variables?: object, who?: { role?: TestRole; name?: string }): Promise<Asked>;
  /** What the function answers, past the schema's own rules. */
  call(
    typeName: string,
    fieldName: string,
    args: object,
    who: TestRole | { readonly role: TestRole; readonly selection: readonly string[] },
  ): Promise<unknown>;
  /** Errors that clients were not told. */
  readonly hidden: unknown[];
}

export function identityOf(role: string, name = `${role} person`) {
  return { sub: name, username: name, groups: [role], claims: { name } };
}

/** Asks a handler by way of the embedded server. @param hidden takes what clients are not told */
export function askThrough(handler: Parameters<typeof invoke>[0], hidden: unknown[]): TestApi['ask'] {
  const server = appSyncServer({
    schemaText,
    invoke: (event) => invoke(handler, event),
    onError: (error) => hidden.push(error),
  });
  return (query, variables = {}, { role = 'biologist', name } = {}) =>
    post(server, { query, variables }, identityOf(role, name));
}

/** The API over a flight that was run, two models and a manifest, all of it in memory and in a temporary folder. */
export async function openTestApi(): Promise<TestApi> {
  const cloud = await openTestPlatform();
  const models = await registerTwo(cloud);
  const flightId = 'meadow-1';
  const run = sampleRun(flightId, { modelId: models[0] });
  const [{ handler: tiler }, { handler: planner }, { handler: cutter }, { handler: closer }, { handler }] =
    await Promise.all([
      import('#lambdas/tile-photos/handler.ts'),
      import('#lambdas/plan-review/handler.ts'),
      import('#lambdas/cut-review-tiles/handler.ts'),
      import('#lambdas/summarise-flight/handler.ts'),
      import('#lambdas/api/handler.ts'),
    ]);
  const lines = await workedFlight(cloud, run, { tiler, planner });
  const review = (await cloud.read('work', `runs/${run.runId}/review.jsonl`)).trim().split('\n');
  await invoke(cutter, { BatchInput: { run }, Items: review.map((line) => JSON.parse(line) as unknown) });
  await invoke(closer, { kind: 'summarise', run, photos: { count: lines.length }, stages: [] });
  await cloud.put(
    'uploads',
    `flights/${flightId}/flight.json`,
    JSON.stringify({ schema: 'umbel.flight/1', flightId }),
  );
  const hidden: unknown[] = [];
  const ask = askThrough(handler as never, hidden);
  const waiting: string[] = [];
  for await (const { photoId, tile } of cloud.platform.tables.reviews.list(run.runId))
    waiting.push(formatTileId({ flightId, photoId, tiling: 'grid:4x3', tile }));
  const found = await ask('{ sightings(first: 1) { items { sightingId views { photoId } } } }');
  const page = found.data?.['sightings'] as unknown as {
    items: [{ sightingId: string; views: [{ photoId: string }] }];
  };
  return {
    cloud,
    flightId,
    photoId: page.items[0].views[0].photoId,
    waiting,
    sightingId: page.items[0].sightingId,
    models,
    ask,
    hidden,
    call: (parentTypeName, fieldName, args, who) => {
      const { role, selection: selectionSetList } =
        typeof who === 'string' ? { role: who, selection: [] } : who;
      return invoke(handler as never, {
        arguments: args,
        identity: identityOf(role),
        source: null,
        request: { headers: {}, domainName: null },
        prev: null,
        stash: {},
        info: { parentTypeName, fieldName, selectionSetList, variables: {} },
      });
    },
  };
}

async function post(
  server: YogaServerInstance<ApiContext, object>,
  body: object,
  identity: ApiContext['identity'],
): Promise<Asked> {
  const response = await server.fetch(
    'http://127.0.0.1/graphql',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    { identity },
  );
  return (await response.json()) as Asked;
}

/** The first is in production. */
async function registerTwo({ platform }: LocalPlatform): Promise<[string, string]> {
  const registry = openRegistry({
    store: { objects: platform.objects, bucket: 'umbel-models' },
    models: platform.tables.models,
    audit: platform.tables.audit,
    clock: platform.clock,
    by: 'test',
  });
  const ids: string[] = [];
  for (const title of ['First', 'Second']) {
    const { modelPackage, manifestBytes } = await packageNamed(title);
    ids.push((await registry.register(modelPackage, manifestBytes)).modelId);
  }
  const [first = '', second = ''] = ids;
  await registry.promote({ modelId: first, instead: null, reason: 'the first one' });
  return [first, second];
}
