import { Refusal } from '#core/refusal.ts'

/** Whether signing in asks for a second factor, or refuses the one that was given. */
export const asksSecondFactor = (error: Error | null) =>
  error instanceof Refusal && (error.code === 'second_factor_needed' || isWrongSecondFactor(error))

export const isWrongSecondFactor = (error: Error | null) =>
  error instanceof Refusal && error.code === 'wrong_second_factor'
