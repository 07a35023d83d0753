import type { Speech } from '#web/text/speech.ts'

/** The sentence of an error: by its refusal code, « hors ligne » for a network failure, otherwise the general one. */
export function sentenceOf(error: unknown, { t, has }: Pick<Speech, 't' | 'has'>): string {
  const code = error instanceof Error && 'code' in error ? `refusal.${String(error.code)}` : ''
  if (has(code)) return t(code)
  // web/api.ts throws `unreachable`; a plain fetch rejects with a TypeError, only when there was no reply.
  if (error instanceof Error && error.message === 'unreachable') return t('refusal.offline')
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return t('refusal.offline')
  return t('refusal.unknown')
}
