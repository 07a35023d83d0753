/**
 * A reply already written as JSON. For one that is large and the same for many: its parts were parsed by the contract
 * when they were frozen, and parsing them again for each student cost more than all the rest of the request. Whoever
 * writes one answers for it, with a test that the reply is what the contract names and nothing more.
 */
export class Written {
  readonly json: Buffer
  constructor(parts: readonly Buffer[]) {
    this.json = Buffer.concat(parts)
  }
}

const kept = new WeakMap<object, Buffer>()

/** The bytes of something that never changes, written once for as long as it lives. */
export function bytesOf(frozen: object, write: () => string): Buffer {
  let bytes = kept.get(frozen)
  if (bytes === undefined) {
    bytes = Buffer.from(write())
    kept.set(frozen, bytes)
  }
  return bytes
}
