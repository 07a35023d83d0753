import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { StudentAddressForm } from './StudentAddressForm.tsx'
import { isAtLeast, useCourse } from './use-course.ts'
import { useStudentAddress } from './use-student-address.ts'

/** The address that students type, with a button to give another; never that of this computer. */
export function StudentAddress({ courseId }: { courseId: string }) {
  const { t } = useText()
  const { role } = useCourse()
  const { data, typed } = useStudentAddress(courseId)
  const [isAsked, setAsked] = useState(false)
  if (!data) return null
  return (
    <div className="cluster">
      {typed ? (
        <span className="mono" translate="no">
          {typed}
        </span>
      ) : (
        <strong>{t('auth.address.unknownShort')}</strong>
      )}
      <Button
        size="small"
        variant={typed ? 'quiet' : 'primary'}
        reason={role === null || isAtLeast(role, 'trainer') ? undefined : t('auth.address.trainersOnly')}
        onClick={() => setAsked(true)}
      >
        {t(typed ? 'auth.address.change' : 'auth.address.give')}
      </Button>
      <Dialog open={isAsked} onClose={() => setAsked(false)} title={t('auth.address.title')} actions={null}>
        {isAsked && (
          <>
            <p>{typed ? t(`auth.address.source.${data.source}`) : t('auth.address.unknown')}</p>
            <StudentAddressForm
              {...{ courseId, address: data }}
              onDone={() => setAsked(false)}
              cancel={
                <Button data-safe onClick={() => setAsked(false)}>
                  {t('common.cancel')}
                </Button>
              }
            />
          </>
        )}
      </Dialog>
    </div>
  )
}
