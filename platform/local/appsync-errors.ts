import { createGraphQLError } from 'graphql-yoga';
import type { GraphQLError } from 'graphql';

/** An error as the API's function tells it, and as AppSync's response handler passes it on. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly info: Readonly<Record<string, unknown>>;
}

/** The GraphQL error for a client; AppSync puts type and info beside the message, GraphQL over HTTP below extensions. */
export function graphqlError({ type, message, info }: ToldError): GraphQLError {
  return createGraphQLError(message, { extensions: { errorType: type, errorInfo: info } });
}

/** What clients learn of an error that nobody foresaw. */
export function unforeseen(): GraphQLError {
  const message = 'Something went wrong on our side. It was written down; please try again.';
  return graphqlError({ type: 'INTERNAL', message, info: { code: 'api.internal' } });
}

/**
 * What a client learns of an error: what was made for clients as it is, a question that cannot be asked so as bad input;
 * undefined for everything else.
 */
export function tellable(error: unknown): GraphQLError | undefined {
  if (!isGraphQLError(error)) return undefined;
  if (error.extensions['errorType'] !== undefined) return error;
  // Syntax, unknown fields and values of the wrong type come up before any field is answered, answers have a path.
  if (error.path !== undefined) return undefined;
  return graphqlError({ type: 'BAD_INPUT', message: error.message, info: { code: 'api.query-invalid' } });
}

function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof Error && error.name === 'GraphQLError' && 'extensions' in error;
}
