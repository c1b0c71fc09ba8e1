import { describe, expect, it } from 'vitest';
import { type EnvironmentKey, environmentNames } from '#core/environment.ts';
import { loadDeployment } from '#platform/local/deployment.ts';
import { reachableFrom, sourceOf } from '../architecture/sources.ts';

// What a handler reads of its environment, read off its source: a function that is told too little fails on AWS at its
// first call, one that is told too much was also granted too much.

const portUses: Readonly<Record<string, EnvironmentKey>> = {
  'platform.tables.flights': 'flightsTable',
  'platform.tables.photos': 'photosTable',
  'platform.tables.scores': 'scoresTable',
  'platform.tables.reviews': 'reviewsTable',
  'platform.tables.models': 'modelsTable',
  'platform.tables.audit': 'auditTable',
  'platform.tables.reviewQueue': 'reviewQueueTable',
  'platform.tables.fieldMarks': 'fieldMarksTable',
  'platform.tables.labels': 'labelsTable',
  'platform.events': 'eventBusName',
};

/** Variables that the code reachable from an entry reads, without the platform that offers all of them. */
function variablesReadBy(entry: string): string[] {
  const files = reachableFrom(entry, (file) =>
    /^(lambdas|containers|platform\/engines)\/|^platform\/(task-worker|careful-batch)\.ts$/.test(file),
  );
  const text = files.map(sourceOf).join('\n');
  const direct = [...text.matchAll(/requireEnvironment\('(\w+)'\)/g)].map(([, key]) => key!);
  const throughPorts = Object.entries(portUses).flatMap(([use, key]) => (text.includes(use) ? [key] : []));
  const queue: EnvironmentKey = entry.includes('/training/') ? 'trainingQueueUrl' : 'inferenceQueueUrl';
  if (text.includes('platform.queue')) direct.push(queue);
  const names = new Map<string, string>(Object.entries(environmentNames));
  return [...new Set([...direct, ...throughPorts])].map((key) => names.get(key) ?? key).sort();
}

describe('surroundings', () => {
  const { functions, services } = loadDeployment();
  const told = [
    ...functions.map(({ name, handler, environment }) => ({ name, entry: handler, environment })),
    ...services.map(({ name, entry, environment }) => ({ name, entry, environment })),
  ];

  it.each(told)('tell $name what its code reads, and no more', ({ entry, environment }) => {
    const given = Object.keys(environment).filter((name) => name.startsWith('UMBEL_'));
    expect(given.sort()).toEqual(variablesReadBy(entry));
  });

  it.each(told)('name $name for logs, metrics and traces', ({ name, environment }) => {
    expect(environment).toMatchObject({
      POWERTOOLS_SERVICE_NAME: name.replace(/^umbel-/, ''),
      POWERTOOLS_METRICS_NAMESPACE: 'Umbel',
    });
  });
});
