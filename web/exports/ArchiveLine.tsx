import { exportArchive } from '#contract/exports/archives.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props = { courseId: string; examId: string; title: string }

/** The archive of an exam, as a row of the list of files. */
export function ArchiveLine({ courseId, examId, title }: Props) {
  const { t } = useText()
  return (
    <li className="file">
      <Icon name="file" />
      <p>
        <strong>{t('exports.archive.file')}</strong>
        <span className="small muted"> {t('exports.archive.fileNote')}</span>
      </p>
      <div className="file__formats">
        <a
          className="button button--secondary button--small"
          href={addressOf(exportArchive, { params: { courseId, examId } })}
          download
        >
          <Icon name="download" />
          <span className="vh">{t('exports.archive.get', { title })}</span>
          <span aria-hidden="true">ZIP</span>
        </a>
      </div>
    </li>
  )
}
