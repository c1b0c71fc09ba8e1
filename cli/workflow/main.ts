import { workflowCommand } from './command.ts';

await workflowCommand().parseAsync(process.argv.slice(2), { from: 'user' });
