import type { Speech } from '#web/text/speech.ts'

/** The sentence of an error: by its refusal code, that the server does not answer for a network failure, otherwise the general one. */
export function sentenceOf(error: unknown, { t, has }: Pick<Speech, 't' | 'has'>): string {
  const code = error instanceof Error && 'code' in error ? `refusal.${String(error.code)}` : ''
  if (has(code)) return t(code)
  // What web/api.ts throws when no reply came, or none of the server's; a plain fetch rejects with a TypeError.
  if (error instanceof Error && /^(?:unreachable|unreadable|silent)$/.test(error.message)) return t('refusal.offline')
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return t('refusal.offline')
  return t('refusal.unknown')
}
