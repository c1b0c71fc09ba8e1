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

/** Whether an error was made for clients; syntax and validation errors speak of the query alone. */
export function isForClients(error: unknown): boolean {
  if (!isGraphQLError(error)) return false;
  return error.extensions['errorType'] !== undefined || error.originalError === undefined;
}

function isGraphQLError(error: unknown): error is GraphQLError {
  return error instanceof Error && error.name === 'GraphQLError' && 'extensions' in error;
}
