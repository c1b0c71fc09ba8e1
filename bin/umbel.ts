#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { endOnClosedPipe } from '#cli/closed-pipe.ts';
import { useAllCores } from './cores.ts';

useAllCores();
enableCompileCache();
endOnClosedPipe();
const { main } = await import('#cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
