import { Refusal } from '#core/refusal.ts'

/** Whether the door asks for a second factor, or says that the one it was given is wrong. */
export const asksSecondFactor = (error: Error | null) =>
  error instanceof Refusal && (error.code === 'second_factor_needed' || isWrongSecondFactor(error))

export const isWrongSecondFactor = (error: Error | null) =>
  error instanceof Refusal && error.code === 'wrong_second_factor'
