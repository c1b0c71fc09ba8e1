import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from '#platform/platform.ts';
import type { QueueMessage } from '#platform/ports.ts';
import type { ScoresTable } from '#platform/tables/scores-table.ts';
import type { Marks } from './marks.ts';
import type { FaultPlan } from './plan.ts';

const isBatch = (message: QueueMessage | undefined): message is QueueMessage =>
  message?.body.includes('"kind":"score-photos"') === true;

/** Kills the worker in the middle of a batch. */
export function withKills(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const at = plan.killWorkerAtScore;
  if (at === undefined) return platform;
  let stored = 0;
  const scoresWithKill = (): ScoresTable => {
    const { scores } = platform.tables;
    return {
      ...scores,
      put(record) {
        if (++stored === at && marks.first('worker-killed')) process.kill(process.pid, 'SIGKILL');
        return scores.put(record);
      },
    };
  };
  // Tables are opened at first use: only a worker knows that of scores.
  const tables = Object.create(platform.tables, { scores: { get: scoresWithKill } }) as Platform['tables'];
  return { ...platform, tables };
}

/** Loses a message, or hands it to two workers. */
export function withBadDelivery(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const { queue } = platform;
  const { loseMessageForS, deliverTwice } = plan;
  if (loseMessageForS === undefined && deliverTwice !== true) return platform;
  return {
    ...platform,
    queue: {
      ...queue,
      async receive(options) {
        const message = await queue.receive(options);
        if (!isBatch(message)) return message;
        if (loseMessageForS !== undefined && marks.first('message-lost')) {
          await queue.extend(message, loseMessageForS);
          return undefined;
        }
        marks.note('receives', `${process.pid} ${message.receiveCount}`);
        // Shown at once: another worker takes it while this one works.
        if (deliverTwice === true && marks.first('message-shown')) {
          await queue.extend(message, 0);
          // Not before the other has it too: it may only just be starting.
          for (let n = 0; n < 300 && marks.lines('receives').length < 2; n++) await pause(100);
        }
        return message;
      },
      // A worker that was slow to say so cannot hide it any more.
      extend: (message, visibilityS) =>
        deliverTwice === true ? Promise.resolve() : queue.extend(message, visibilityS),
    },
  };
}

/** Reports late, or twice. */
export function withBadReports(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const { workflows } = platform;
  const { reportTwice, reportLateMs } = plan;
  if (reportTwice !== true && reportLateMs === undefined) return platform;
  let isLate = false;
  return {
    ...platform,
    workflows: {
      ...workflows,
      heartbeat: (token) => (isLate ? Promise.resolve('ok') : workflows.heartbeat(token)),
      async succeedTask(token, output) {
        const isScore = JSON.stringify(output).includes('doneBefore');
        if (reportLateMs !== undefined && isScore && marks.first('report-late')) {
          isLate = true;
          await pause(reportLateMs);
          isLate = false;
        }
        const answer = await workflows.succeedTask(token, output);
        marks.note('answers', answer);
        if (reportTwice === true) marks.note('answers', await workflows.succeedTask(token, output));
        return answer;
      },
    },
  };
}
