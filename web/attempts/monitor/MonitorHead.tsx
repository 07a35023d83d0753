import type { ReactNode } from 'react'
import { showCode } from '#core/access-code.ts'
import { entryOf } from '#web/attempts/entry/entry-address.ts'
import { StudentAddress } from '#web/auth/StudentAddress.tsx'
import { useStudentAddress } from '#web/auth/use-student-address.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'
import { StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { MonitorPace } from './MonitorPace.tsx'
import { MonitorRoomCode } from './MonitorRoomCode.tsx'
import { endsOf, type Live } from './state.ts'
import { useElapsed } from './use-monitor.ts'

type Props = { live: Live; isOneSlot: boolean; onProject: () => void }

/** The progress of the class, beside the code to join. */
export function MonitorHead({ live, isOneSlot, onProject }: Props) {
  const { t } = useText()
  const hasStarted = live.attempts.some(({ startedAt }) => startedAt !== null)
  const canEnter = live.examStatus === 'open' || live.examStatus === 'published'
  if (!hasStarted && !canEnter) return null
  return (
    <div className="monitor-head">
      {hasStarted && (
        <section aria-label={t('attempts.staff.live.where')}>
          <Ends live={live} />
          <MonitorPace live={live} />
        </section>
      )}
      {canEnter && <Stub live={live} isOneSlot={isOneSlot} onProject={onProject} />}
    </div>
  )
}

function Ends({ live }: { live: Live }) {
  const ends = endsOf(live.attempts)
  if (ends === null) return null
  // When all attempts end within a minute of each other, one clock is enough.
  const isOne = ends.last - ends.first < 60_000
  return (
    <div className="monitor-ends">
      {!isOne && <End live={live} leftMs={ends.first} id="firstEnd" isPaused={ends.isPaused} />}
      <End live={live} leftMs={ends.last} id="lastEnd" isPaused={ends.isPaused} isQuiet={!isOne} />
    </div>
  )
}

type EndProps = { live: Live; leftMs: number; id: 'firstEnd' | 'lastEnd'; isPaused: boolean; isQuiet?: boolean }

function End({ live, leftMs, id, isPaused, isQuiet = false }: EndProps) {
  const { t, time, countdown } = useText()
  const elapsed = useElapsed(live)
  return (
    <div>
      <p className="small muted">
        {isPaused
          ? t(`attempts.staff.pause.${id}`)
          : t(`attempts.staff.live.${id}`, { at: time(Date.parse(live.serverNow) + leftMs) })}
      </p>
      <p className={isQuiet ? 'monitor-clock muted' : 'monitor-clock'} role="timer" aria-live="off">
        {isPaused && <StatusGlyph shape="paused" />}
        {countdown((isPaused ? leftMs : leftMs - elapsed) / 1000)}
      </p>
    </div>
  )
}

function Stub({ live, isOneSlot, onProject }: Props) {
  const { t, rich } = useText()
  const { courseId } = usePathIds('courseId')
  const { isKnown, origin, typed: address } = useStudentAddress(courseId)
  return (
    <section className="sheet monitor-stub" aria-labelledby="monitor-code">
      <div>
        <h2 className="small muted" id="monitor-code">
          {t('attempts.staff.code.title')}
        </h2>
        {isOneSlot || live.slots.length < 2 ? (
          <p className="monitor-stub__code">{showCode(live.joinCode)}</p>
        ) : (
          <SlotCodes slots={live.slots} />
        )}
        <MonitorRoomCode live={live} />
        {address && (
          <p className="small muted">
            {rich('attempts.staff.code.type', { address, b: (words: ReactNode) => <strong>{words}</strong> })}
          </p>
        )}
        {isKnown && !address && <StudentAddress courseId={courseId} />}
        <Button size="small" onClick={onProject}>
          <Icon name="expand" />
          {t('attempts.staff.code.project')}
        </Button>
      </div>
      {origin && <QrCode text={entryOf(origin, live.joinCode)} label={t('attempts.staff.code.qr')} />}
    </section>
  )
}

/** The codes of all slots, as long as none is chosen. */
function SlotCodes({ slots }: Pick<Live, 'slots'>) {
  const nameOf = useSlotName(slots)
  return <Facts facts={slots.map(({ number, joinCode }) => [nameOf(number), showCode(joinCode)] as const)} />
}
