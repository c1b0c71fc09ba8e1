import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Notes that functions, containers and the test share: which fault has happened, how often, since when. */
export interface Marks {
  /** True for the first who asks, in whatever process. */
  first(name: string): boolean;
  has(name: string): boolean;
  /** What the first one of a name wrote. */
  text(name: string): string;
  /** Adds a line to the list of this name. */
  note(name: string, line: string): void;
  /** Lines of a list. */
  lines(name: string): string[];
}

/** The marks of a home folder. */
export function marksOf(home: string): Marks {
  const folder = path.join(home, 'faults');
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  return {
    first(name) {
      try {
        writeFileSync(file(name), String(Date.now()), { flag: 'wx' });
        return true;
      } catch {
        return false;
      }
    },
    has: (name) => existsSync(file(name)),
    text: (name) => readFileSync(file(name), 'utf8'),
    note: (name, line) => appendFileSync(file(name), `${line}\n`),
    lines: (name) =>
      existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n').filter(Boolean) : [],
  };
}
