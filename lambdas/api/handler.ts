import { AppSyncGraphQLResolver } from '@aws-lambda-powertools/event-handler/appsync-graphql';
import { Logger } from '@aws-lambda-powertools/logger';
import type { AppSyncResolverEvent, Context } from 'aws-lambda';
import { z } from 'zod';
import { openPlatform } from '#platform/platform.ts';
import { defineFunction } from '../function.ts';
import { personOf } from './caller.ts';
import { mustBeAffordable } from './cost.ts';
import { type ApiError, apiErrorOf, parseArguments, refused } from './errors.ts';
import type { ApiCall, ApiField } from './field.ts';
import { apiFields } from './fields.ts';
import { wantedIn } from './selection.ts';

/** What AppSync's response handler, and the embedded server, turn into data or an error. */
export type ApiAnswer = { readonly data: unknown } | { readonly error: ApiError };

/** Carries what a client may learn through Powertools' resolver. */
class ApiFailure extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    // Powertools finds the handler of an error by its name.
    this.name = 'ApiFailure';
    this.error = error;
  }
}

const logger = new Logger();
// The resolver writes down every error that it meets: those of clients are no errors of ours.
const app = new AppSyncGraphQLResolver({ logger: new Logger({ logLevel: 'SILENT' }) });
app.exceptionHandler(ApiFailure, ({ error }): Promise<ApiAnswer> => Promise.resolve({ error }));

for (const [name, field] of Object.entries(apiFields)) {
  const [typeName = '', fieldName = ''] = name.split('.');
  app.resolver(
    async (args: Record<string, unknown>, { event, context }): Promise<ApiAnswer> => {
      try {
        return { data: await answer(field, args, { event, context }) };
      } catch (error) {
        const told = apiErrorOf(error);
        if (told.type === 'INTERNAL')
          logger.error(`${name} failed`, error instanceof Error ? error : String(error));
        throw new ApiFailure(told);
      }
    },
    { typeName, fieldName },
  );
}

type ResolverEvent = Pick<AppSyncResolverEvent<Record<string, unknown>>, 'identity' | 'info'>;

async function answer(
  field: ApiField,
  args: unknown,
  { event: { identity, info }, context }: { event: ResolverEvent; context: Context },
): Promise<unknown> {
  const person = personOf(identity);
  const call: ApiCall = {
    platform: await openPlatform(),
    person,
    context,
    wants: wantedIn(info),
    may: (...groups) => groups.some((group) => person.roles.includes(group)),
  };
  if (field.groups !== undefined && !call.may(...field.groups))
    throw refused(`${person.name} may not use ${info.fieldName}.`, {
      hint: `It is for: ${field.groups.join(', ')}.`,
    });
  const checked = parseArguments(field.args, args);
  mustBeAffordable(info.selectionSetList, checked);
  return field.resolve(checked as never, call);
}

/** Every field of Query and Mutation, for AppSync and for the embedded server alike. */
export const handler = defineFunction({
  event: z.looseObject({ info: z.looseObject({ parentTypeName: z.string(), fieldName: z.string() }) }),
  async work(event, { context, metrics }): Promise<ApiAnswer> {
    metrics.addMetric('ApiCalls', 'Count', 1);
    try {
      return (await app.resolve(event, context)) as ApiAnswer;
    } catch (error) {
      logger.error('no resolver', error instanceof Error ? error : String(error));
      return { error: apiErrorOf(error) };
    }
  },
});
