import { expect } from 'vitest';
import { flights } from '../src/api/operations.generated.ts';
import type { TypedDocument } from '../src/api/typed-document.ts';
import type { Person } from './chromium.ts';

/** The answer of the API to a person, asked past the console: what really arrived. */
export async function ask<Result, Variables>(
  { url, person }: { readonly url: string; readonly person: Person },
  document: TypedDocument<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-umbel-name': encodeURIComponent(person.name),
      'x-umbel-role': person.role,
    },
    body: JSON.stringify({ query: document.text, variables, operationName: document.name }),
  });
  const reply = (await response.json()) as { data?: Result; errors?: unknown };
  expect(reply.errors).toBeUndefined();
  return reply.data!;
}

interface GivenLabel {
  readonly labelId: string;
  readonly tileId: string;
  readonly answer: string;
  readonly who: string | null;
  readonly withdraws: string | null;
  readonly withdrawn: boolean;
}

interface LabelPage {
  readonly labels: { readonly items: readonly GivenLabel[]; readonly next: string | null };
}

const allLabels: TypedDocument<LabelPage, { readonly flightId: string; readonly after: string | null }> = {
  name: 'AllLabels',
  text: 'query AllLabels($flightId: ID!, $after: String) { labels(flightId: $flightId, all: true, first: 200, after: $after) { items { labelId tileId answer who withdraws withdrawn } next } }',
};

/**
 * Every answer of one person, on every flight, withdrawals too. An administrator asks: a biologist who owes a second
 * opinion on a tile is shown nothing of it, own withdrawn answers neither.
 */
export async function labelsOf({
  url,
  person,
}: {
  readonly url: string;
  readonly person: Person;
}): Promise<GivenLabel[]> {
  const api = { url, person: { name: 'Auditor', role: 'admin' } as const };
  const items: GivenLabel[] = [];
  const { flights: all } = await ask(api, flights, { first: 100 });
  for (const { flightId } of all.items) {
    for (let after: string | null | undefined = null; after !== undefined;) {
      const { labels }: LabelPage = await ask(api, allLabels, { flightId, after });
      items.push(...labels.items);
      after = labels.next ?? undefined;
    }
  }
  return items.filter(({ who }) => who === person.name);
}
