/** How much of something is in use, its peak and its mean over time. */
export interface Gauge {
  readonly value: number;
  readonly peak: number;
  /** When the peak was first reached, seconds. */
  readonly peakAtS: number;
  add(change: number): void;
  /** Sum over time until now: unit-seconds. */
  area(): number;
}

/** A gauge that stands at zero. */
export function createGauge(now: () => number): Gauge {
  let value = 0;
  let peak = 0;
  let peakAtS = 0;
  let area = 0;
  let sinceS = 0;
  const settle = () => {
    area += value * (now() - sinceS);
    sinceS = now();
  };
  return {
    get value() {
      return value;
    },
    get peak() {
      return peak;
    },
    get peakAtS() {
      return peakAtS;
    },
    add(change) {
      settle();
      value += change;
      if (value <= peak) return;
      peak = value;
      peakAtS = now();
    },
    area() {
      settle();
      return area;
    },
  };
}
