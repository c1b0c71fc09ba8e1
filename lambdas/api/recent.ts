/** Keeps the values that were used last. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  getOrMake(key: string, make: () => Value): Value;
}

/**
 * @param size what is kept; the value that nobody used for longest goes first
 * @param weightOf how much of the size a value takes; absent: 1
 */
export function recent<Value>(size: number, weightOf: (value: Value) => number = () => 1): Recent<Value> {
  const values = new Map<string, Value>();
  let weight = 0;
  const drop = (key: string) => {
    const former = values.get(key);
    if (former !== undefined && values.delete(key)) weight -= weightOf(former);
  };
  const set = (key: string, value: Value) => {
    drop(key);
    values.set(key, value);
    weight += weightOf(value);
    for (const oldest of values.keys()) {
      // The newest stays, however heavy it is.
      if (weight <= size || oldest === key) return;
      drop(oldest);
    }
  };
  const get = (key: string) => {
    const value = values.get(key);
    if (value !== undefined) set(key, value);
    return value;
  };
  return {
    get,
    set,
    getOrMake(key, make) {
      const former = get(key);
      if (former !== undefined) return former;
      const made = make();
      set(key, made);
      // A failure is not kept: the next one tries again.
      if (made instanceof Promise) made.catch(() => drop(key));
      return made;
    },
  };
}
