/** Results are forgotten when nobody has asked for so long. */
const FORGET_SECONDS = 60;

interface Entry<Value> {
  readonly value: Promise<Value>;
  readonly madeAtSeconds: number;
}

/** Keeps slow answers while they are fresh; whoever asks while one is being made waits for the same one. */
export class FreshCache<Key, Value> {
  readonly #entries = new Map<Key, Entry<Value>>();

  /** @param maxAgeSeconds - An older answer is made anew. */
  get(key: Key, nowSeconds: number, maxAgeSeconds: number, make: () => Promise<Value>): Promise<Value> {
    this.#forgetOld(nowSeconds);
    const known = this.#entries.get(key);
    if (known !== undefined && nowSeconds - known.madeAtSeconds <= maxAgeSeconds) return known.value;
    const value = make();
    this.#entries.set(key, { value, madeAtSeconds: nowSeconds });
    // An error is not kept for others; whoever waits for this answer gets it.
    value.catch(() => this.#forget(key, value));
    return value;
  }

  #forget(key: Key, value: Promise<Value>): void {
    if (this.#entries.get(key)?.value === value) this.#entries.delete(key);
  }

  #forgetOld(nowSeconds: number): void {
    for (const [key, { madeAtSeconds }] of this.#entries) {
      if (nowSeconds - madeAtSeconds > FORGET_SECONDS) this.#entries.delete(key);
    }
  }
}
