/** A reason not to start that a trainer can fix: printed as it is, in French then English, without a stack trace. */
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
