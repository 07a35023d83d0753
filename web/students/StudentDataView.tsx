import { exportStudentData } from '#contract/exports/personal-data.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props = { courseId: string; studentId: string; reason: string | undefined }

/** All data kept about the student; a plain link, so that the browser downloads it itself. */
export function StudentDataView({ courseId, studentId, reason }: Props) {
  const { t } = useText()
  return (
    <div className="form">
      <p>{t('students.dataText')}</p>
      <div>
        {reason ? (
          <Button reason={reason}>{t('students.dataGet')}</Button>
        ) : (
          <a
            className="button button--secondary"
            href={addressOf(exportStudentData, { params: { courseId, studentId } })}
            download
          >
            <Icon name="download" />
            {t('students.dataGet')}
          </a>
        )}
      </div>
    </div>
  )
}
