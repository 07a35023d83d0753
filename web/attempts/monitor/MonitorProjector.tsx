import { showCode } from '#core/access-code.ts'
import { entryOf } from '#web/attempts/entry/entry-address.ts'
import { StudentAddress } from '#web/auth/StudentAddress.tsx'
import { useStudentAddress } from '#web/auth/use-student-address.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { attendanceTotals, type Live } from './state.ts'

type Props = { open: boolean; onClose: () => void; live: Live }

/** A full-screen view for the projector: the address and the code, without personal data. */
export function MonitorProjector({ open, onClose, live }: Props) {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const { isKnown, origin, typed: address } = useStudentAddress(courseId)
  const close = (
    <Button data-safe onClick={onClose}>
      {t('common.close')}
    </Button>
  )
  return (
    <Dialog open={open} onClose={onClose} title={live.examTitle} actions={close} full>
      {isKnown && !address && (
        <Notice tone="warn" actions={<StudentAddress courseId={courseId} />}>
          <p>{t('auth.address.unknown')}</p>
        </Notice>
      )}
      <div className="projector">
        <ol className="projector__steps">
          <li>
            <p>{t('attempts.staff.code.go')}</p>
            <p className="projector__address" translate="no">
              {address ?? t('auth.address.unknownShort')}
            </p>
          </li>
          <li>
            <p>{t('attempts.staff.code.then')}</p>
            <p className="projector__code" translate="no">
              {showCode(live.joinCode)}
            </p>
          </li>
          {live.roomCode && (
            <li>
              <p>{t('attempts.staff.code.roomThen')}</p>
              <p className="projector__address" translate="no">
                {live.roomCode.code}
              </p>
            </li>
          )}
        </ol>
        {origin && (
          <div className="projector__scan">
            <p className="muted">{t('attempts.staff.code.orScan')}</p>
            <QrCode text={entryOf(origin, live.joinCode)} label={t('attempts.staff.code.qr')} />
          </div>
        )}
      </div>
      <p className="projector__state">
        <State live={live} />
      </p>
    </Dialog>
  )
}

function State({ live }: { live: Live }) {
  const { t } = useText()
  switch (live.examStatus) {
    case 'draft':
    case 'published':
      return t('attempts.staff.code.notOpen')
    case 'open':
      return t('attempts.staff.code.started', attendanceTotals(live.attempts))
    case 'closed':
    case 'released':
      return t('attempts.staff.code.over')
  }
}
