import { demo } from '#cli/demo.ts';

await demo();
