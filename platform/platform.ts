import { patient } from './patience.ts';
import type {
  Clock,
  Events,
  ObjectStore,
  ObjectUrls,
  ProgressReports,
  Redrives,
  ScaleInProtection,
  WorkQueue,
  Workflows,
} from './ports.ts';
import type { Tables } from './tables/tables.ts';

/** Everything that a handler or a container needs of the cloud it runs on. */
export interface Platform {
  readonly objects: ObjectStore;
  readonly urls: ObjectUrls;
  readonly tables: Tables;
  readonly queue: WorkQueue;
  readonly workflows: Workflows;
  readonly redrives: Redrives;
  readonly events: Events;
  readonly progress: ProgressReports;
  readonly protection: ScaleInProtection;
  readonly clock: Clock;
}

let opened: Promise<Platform> | undefined;

/** The platform of this process or thread: AWS, or the embedded cloud where it set UMBEL_CLOUD=local. */
export function openPlatform(): Promise<Platform> {
  opened ??= openAdapters().then((platform) => patient(platform));
  return opened;
}

async function openAdapters(): Promise<Platform> {
  if (process.env['UMBEL_CLOUD'] === 'local') return (await import('./local/open.ts')).openLocalPlatform();
  return (await import('./aws/open.ts')).openAwsPlatform();
}

/** Time as the machine tells it. */
export const systemClock: Clock = { now: () => new Date() };
