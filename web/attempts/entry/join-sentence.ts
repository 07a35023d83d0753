import { Refusal } from '#core/refusal.ts'
import type { Speech } from '#web/text/speech.ts'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'

type OwnSlot = { name: string; opensAt: string | null; room: string; timeZone: string }

/** Why a student could not join; with the code of another slot, which one is theirs. */
export function joinSentence(error: unknown, speech: Pick<Speech, 't' | 'has' | 'dateTime'>): string {
  const { t, dateTime } = speech
  if (!(error instanceof Refusal) || error.code !== 'other_slot') return sentenceOf(error, speech)
  const { name, opensAt, room, timeZone } = error.details as OwnSlot
  return t('attempts.join.otherSlot', {
    name: name || t('attempts.join.firstSlot'),
    when: opensAt ? dateTime(opensAt, timeZone) : '',
    hasHour: String(opensAt !== null),
    room,
    hasRoom: String(room !== ''),
  })
}
