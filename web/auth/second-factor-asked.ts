import { Refusal } from '#core/refusal.ts'

/** Whether the error asks for a second factor, or refuses the one given. */
export const asksSecondFactor = (error: Error | null) =>
  error instanceof Refusal && (error.code === 'second_factor_needed' || isWrongSecondFactor(error))

export const isWrongSecondFactor = (error: Error | null) =>
  error instanceof Refusal && error.code === 'wrong_second_factor'
