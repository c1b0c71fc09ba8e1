import type { PoolSeat } from './pool-seat.ts';

/** Hands the jobs of a pool to its seats, the least busy first. */
export interface SeatQueue {
  add(seat: PoolSeat): void;
  remove(seat: PoolSeat): void;
  /** A seat with room for one more job; waits, first come first served, while all are full. */
  take(): Promise<PoolSeat>;
  giveBack(seat: PoolSeat): void;
  /** From now on `take` rejects with the first error given, for those who wait too. */
  fail(error: unknown): void;
  /** Every seat. */
  seats(): PoolSeat[];
}

interface Waiting {
  readonly resolve: (seat: PoolSeat) => void;
  readonly reject: (error: unknown) => void;
}

/** A queue without seats. @param jobsPerSeat jobs that a seat may hold */
export function createSeatQueue(jobsPerSeat: number): SeatQueue {
  const jobs = new Map<PoolSeat, number>();
  const waiting: Waiting[] = [];
  let failure: unknown;
  const serve = (): void => {
    while (waiting.length > 0) {
      const [seat, count = 0] = [...jobs].sort((a, b) => a[1] - b[1])[0] ?? [];
      if (seat === undefined || count >= jobsPerSeat) return;
      jobs.set(seat, count + 1);
      waiting.shift()!.resolve(seat);
    }
  };
  return {
    add(seat) {
      jobs.set(seat, 0);
      serve();
    },
    remove: (seat) => void jobs.delete(seat),
    take: () =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        waiting.push({ resolve, reject });
        serve();
      }),
    giveBack(seat) {
      const count = jobs.get(seat);
      if (count !== undefined) jobs.set(seat, count - 1);
      serve();
    },
    fail(error) {
      failure ??= error;
      for (const { reject } of waiting.splice(0)) reject(failure);
    },
    seats: () => [...jobs.keys()],
  };
}
