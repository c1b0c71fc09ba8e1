import { useAllCores } from './cores.ts';

useAllCores();
const { demo } = await import('#cli/demo.ts');
await demo();
