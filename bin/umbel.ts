#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { useAllCores } from './cores.ts';

useAllCores();
enableCompileCache();
const { main } = await import('#cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
