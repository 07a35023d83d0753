import type { MyExam } from '#web/attempts/my-exam-state.ts'
import { useText } from '#web/text/text.tsx'

/** Where and with whom this student sits, and what differs for them alone, with the reason. */
export function OwnPlace({ exam: { slot, room, override } }: { exam: Pick<MyExam, 'slot' | 'room' | 'override'> }) {
  const { t, list } = useText()
  const said = [
    ...(slot?.name ? [t('attempts.exams.slot', { name: slot.name })] : []),
    ...(room ? [t('attempts.exams.room', { room })] : []),
  ]
  const differs = override && [
    ...(override.hasWindow ? [t('attempts.exams.overrideHours')] : []),
    ...(override.minutes > 0 ? [t('attempts.exams.overrideMinutes', { minutes: override.minutes })] : []),
    ...(override.hasRoom ? [t('attempts.exams.overrideRoom')] : []),
  ]
  return (
    <>
      {said.length > 0 && <p className="my-exam__meta">{said.join(' · ')}</p>}
      {differs && (
        <p className="my-exam__meta">
          {t('attempts.exams.override', { what: list(differs), reason: override.reason })}
        </p>
      )}
    </>
  )
}
