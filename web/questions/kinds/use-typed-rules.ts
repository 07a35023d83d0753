import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { useText } from '#web/text/text.tsx'

/** How a typed answer is compared, in words: said before it is typed, and beside its correction. */
export function useTypedRules({ typed }: Pick<AskedQuestion, 'typed'>): string[] {
  const { t, language } = useText()
  const decimal = (number: string) => (language === 'fr' ? number.replace('.', ',') : number)
  if (!typed) return []
  if (typed.kind === 'text')
    return [t(typed.case ? 'attempts.kinds.caseCounts' : 'attempts.kinds.caseIgnored'), t('attempts.kinds.spaces')]
  const { tolerance, unit, unitRequired } = typed
  return [
    t('attempts.kinds.number'),
    ...(tolerance ? [t('attempts.kinds.tolerance', { tolerance: decimal(tolerance), unit: unit ?? 'none' })] : []),
    ...(unit ? [t(unitRequired ? 'attempts.kinds.unitRequired' : 'attempts.kinds.unitOptional', { unit })] : []),
  ]
}
