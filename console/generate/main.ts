/** `node console/generate/main.ts`: writes console/src/api/operations.generated.ts anew from schema and .graphql files. */
import { writeFileSync } from 'node:fs';
import { generatedFile, readOperations, readSchema } from './files.ts';
import { operationsSource } from './operations.ts';

writeFileSync(generatedFile, operationsSource(readSchema(), readOperations()));
