/** Levels of fields in a query: AppSync's `queryDepthLimit`, and the embedded server's. */
export const mostLevels = 10;

/**
 * Fields of Query and Mutation in one operation, aliases counted: each is a call of the function. AppSync's
 * `resolverCountLimit`, and the embedded server's.
 */
export const mostCalls = 50;

/**
 * Values that may be asked for: entries of a page times what is asked of each, added up. The function checks each of its
 * calls, for AppSync has no such limit; the embedded server checks the whole operation before.
 */
export const mostCost = 20_000;
