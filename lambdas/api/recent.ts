/** Keeps the values that were used last. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  getOrMake(key: string, make: () => Value): Value;
}

/** @param size values that are kept; the one that nobody used for longest goes first */
export function recent<Value>(size: number): Recent<Value> {
  const values = new Map<string, Value>();
  const set = (key: string, value: Value) => {
    values.delete(key);
    values.set(key, value);
    const oldest = values.keys().next();
    if (values.size > size && oldest.done !== true) values.delete(oldest.value);
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
      if (made instanceof Promise) made.catch(() => values.delete(key));
      return made;
    },
  };
}
