import { useEffect, useState } from 'react'
import { Refusal } from '#core/refusal.ts'

/** Whether the door asks for a second factor: from the first time it says so, until it opens. */
export function useSecondFactorAsked(error: Error | null) {
  const code = error instanceof Refusal ? error.code : null
  const isWrong = code === 'wrong_second_factor'
  const isAbout = isWrong || code === 'second_factor_needed'
  const [wasAsked, setWasAsked] = useState(false)
  useEffect(() => {
    if (isAbout) setWasAsked(true)
  }, [isAbout])
  return { isAsked: wasAsked || isAbout, isWrong, isAbout }
}
