import type { Speech } from '#web/text/speech.ts'

/** The sentence of an error: by its refusal code, else « hors ligne » for a failed fetch, else the general one. */
export function sentenceOf(error: unknown, { t, has }: Pick<Speech, 't' | 'has'>): string {
  const code = error instanceof Error && 'code' in error ? `refusal.${String(error.code)}` : ''
  if (has(code)) return t(code)
  // web/api.ts says « unreachable »; a bare fetch rejects with a TypeError, and only then, when nothing answered.
  if (error instanceof Error && error.message === 'unreachable') return t('refusal.offline')
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return t('refusal.offline')
  return t('refusal.unknown')
}
