import type { Marks } from './marks.ts';

/** Sets the clock of this function forward, or that of this container back, by `skewMs`. */
export function brokenClock(skewMs: number, marks: Marks): void {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'];
  const offMs = name === undefined ? -skewMs : skewMs;
  const True = Date;
  globalThis.Date = class extends True {
    constructor(...given: [] | [number | string | Date]) {
      super(...((given.length === 0 ? [True.now() + offMs] : given) as [number]));
    }
    static override now(): number {
      return True.now() + offMs;
    }
  } as DateConstructor;
  marks.note('clocks', `${name ?? 'container'} ${offMs}`);
}
