/** For each key from 0 to `keys - 1` the values filed under it, in two typed arrays. */
export type Postings = { starts: Int32Array; values: Int32Array }

/** A growing list of 32-bit integers. */
export class IntList {
  #values = new Int32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  at(index: number): number {
    return this.#values[index] ?? 0
  }

  toArray(): Int32Array {
    return this.#values.slice(0, this.length)
  }
}

/** Files `values[i]` under `keys[i]`, keeping their order. */
export function filePostings(keyCount: number, keys: Int32Array, values: Int32Array): Postings {
  const starts = new Int32Array(keyCount + 1)
  for (const key of keys) starts[key + 1] = (starts[key + 1] ?? 0) + 1
  for (let key = 0; key < keyCount; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0)
  const next = starts.slice(0, keyCount)
  const filed = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const key = keys[i] ?? 0
    const place = next[key] ?? 0
    filed[place] = values[i] ?? 0
    next[key] = place + 1
  }
  return { starts, values: filed }
}
