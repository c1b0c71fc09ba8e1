import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, type GraphQLSchema } from 'graphql';

const root = path.join(import.meta.dirname, '../..');
const apiDir = path.join(root, 'console/src/api');

export const generatedFile = path.join(apiDir, 'operations.generated.ts');

/** The schema of the API; AppSync's own scalars and directives, which it brings itself, are declared here. */
export function readSchema(): GraphQLSchema {
  return buildSchema(`${schemaText()}
scalar AWSDate
scalar AWSDateTime
directive @aws_auth(cognito_groups: [String!]) on FIELD_DEFINITION`);
}

/** The text of schema.graphql. */
export function schemaText(): string {
  return readFileSync(path.join(root, 'lambdas/api/schema.graphql'), 'utf8');
}

/** The texts of the console's operations, in the order of file names. */
export function readOperations(): string[] {
  return globSync('*.graphql', { cwd: apiDir })
    .sort()
    .map((name) => readFileSync(path.join(apiDir, name), 'utf8'));
}
