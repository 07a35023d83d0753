/**
 * A reply already written as JSON. For one that is large and the same for many: its parts were parsed by the contract
 * when they were frozen, and parsing them again for each student cost more than all the rest of the request. Whoever
 * writes one answers for it, with a test that the reply is what the contract names and nothing more.
 */
export class Written {
  readonly json: string
  constructor(json: string) {
    this.json = json
  }
}

const texts = new WeakMap<object, string>()

/** The JSON of something that never changes, written once. */
export function textOf(frozen: object): string {
  let text = texts.get(frozen)
  if (text === undefined) {
    text = JSON.stringify(frozen)
    texts.set(frozen, text)
  }
  return text
}
