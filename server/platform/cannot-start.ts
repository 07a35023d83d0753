/** A reason not to start that a trainer can act on: shown as it is, French then English, without a stack. */
export class CannotStart extends Error {
  readonly french: string
  readonly english: string

  constructor(sentence: { french: string; english: string }, options?: ErrorOptions) {
    super(`${sentence.french}\n${sentence.english}`, options)
    this.name = 'CannotStart'
    this.french = sentence.french
    this.english = sentence.english
  }
}
