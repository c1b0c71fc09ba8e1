import { readdirSync, readFileSync } from 'node:fs';

/** What a tree of processes used, from Linux's /proc. */
export interface TreeUsage {
  /** Highest sum of resident memory at one moment, bytes; pages that are shared count in each process. */
  readonly peakRssBytes: number;
  /** CPU seconds of each process by the last part of its command line, children waited for not included. */
  readonly cpuS: Readonly<Record<string, number>>;
  /** What all processes together had used at each look, ended ones included. */
  readonly looks: readonly TreeLook[];
}

export interface TreeLook {
  /** Since 1970, milliseconds. */
  readonly atMs: number;
  readonly cpuS: number;
  readonly rssBytes: number;
}

const ticksPerS = 100;
const pageBytes = 4096;
const sampleEveryMs = 100;

interface Sample {
  readonly pid: number;
  readonly parent: number;
  readonly cpuS: number;
  readonly rssBytes: number;
}

/** Watches a process and all below it until `stop` is called. */
export function watchTree(root: number): { stop(): TreeUsage } {
  const cpu = new Map<number, { name: string; cpuS: number }>();
  const looks: TreeLook[] = [];
  const look = () => {
    const tree = below(root, samples());
    for (const { pid, cpuS } of tree) cpu.set(pid, { name: cpu.get(pid)?.name ?? commandOf(pid), cpuS });
    const cpuS = cpu.values().reduce((sum, used) => sum + used.cpuS, 0);
    looks.push({ atMs: Date.now(), cpuS, rssBytes: tree.reduce((sum, { rssBytes }) => sum + rssBytes, 0) });
  };
  const timer = setInterval(look, sampleEveryMs);
  return {
    stop() {
      clearInterval(timer);
      const cpuS: Record<string, number> = {};
      for (const { name, cpuS: used } of cpu.values()) cpuS[name] = (cpuS[name] ?? 0) + used;
      return { peakRssBytes: Math.max(0, ...looks.map(({ rssBytes }) => rssBytes)), cpuS, looks };
    },
  };
}

/** CPU seconds that a process and all below it, which live now, have used. One look takes milliseconds: it reads every process. */
export function treeCpuS(root: number): number {
  return below(root, samples()).reduce((sum, { cpuS }) => sum + cpuS, 0);
}

/** CPU seconds of this process's children that have ended, theirs included. */
export function endedChildrenCpuS(): number {
  const fields = statFields('self');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerS;
}

function samples(): Sample[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const fields = statFields(name);
        const cpuS = (Number(fields[11]) + Number(fields[12])) / ticksPerS;
        return [
          { pid: Number(name), parent: Number(fields[1]), cpuS, rssBytes: Number(fields[21]) * pageBytes },
        ];
      } catch {
        return [];
      }
    });
}

/** Fields of /proc/PID/stat after the command, which may hold blanks: [0] is the state, [1] the parent. */
function statFields(pid: string): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function below(root: number, all: readonly Sample[]): Sample[] {
  const own = all.filter(({ pid }) => pid === root);
  return [...own, ...all.filter(({ parent }) => parent === root).flatMap(({ pid }) => below(pid, all))];
}

function commandOf(pid: number): string {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return (
      words
        .find((word) => word.endsWith('.ts'))
        ?.split('/')
        .slice(-2)
        .join('/') ??
      words[0] ??
      String(pid)
    );
  } catch {
    return String(pid);
  }
}
