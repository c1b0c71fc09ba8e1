/** A process for kill.test.ts: runs a Map over 60 items with a journal in a file, and tells of every task it begins. */
import { appendFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { openFileJournal } from '#platform/local/asl/journal/file-journal.ts';
import { single, lambda, play } from '../play.ts';

const [journalFile = '', logFile = ''] = process.argv.slice(2);

const definition = single({
  Type: 'Map',
  Items: '{% [1..60] %}',
  MaxConcurrency: 4,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'First',
    States: {
      First: {
        Type: 'Task',
        Resource: `${lambda}f`,
        Arguments: ['first', '{% $states.input %}'],
        Next: 'Second',
      },
      Second: {
        Type: 'Task',
        Resource: `${lambda}f`,
        Arguments: '{% [$states.input, "second"] %}',
        End: true,
      },
    },
  },
});

const { outcome } = await play({
  definition,
  journal: openFileJournal(journalFile),
  tasks: {
    f: async (call) => {
      appendFileSync(logFile, `begin ${call.context.attemptKey}\n`);
      await setTimeout(2);
      appendFileSync(logFile, `end ${call.context.attemptKey}\n`);
      return call.arguments;
    },
  },
});
process.stdout.write(JSON.stringify(outcome));
