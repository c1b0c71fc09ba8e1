/** A fresh idempotency key. */
export function newKey(): string {
  return crypto.randomUUID();
}
