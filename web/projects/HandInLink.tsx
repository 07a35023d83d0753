import type { Reply } from '#contract/endpoint.ts'
import { getHandInFile, type listHandIns } from '#contract/projects/hand-ins.ts'
import { addressOf } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'

type HandIn = Reply<typeof listHandIns>['teams'][number]['handIns'][number]
type Place = { courseId: string; projectId: string }

/** The address with its host, its commit or tag, and its file. */
export function HandInLink({ handIn, place }: { handIn: HandIn; place: Place }) {
  const { t } = useText()
  const { url, host, reference, file } = handIn
  return (
    <span className="hand-in-link">
      {url === '' ? (
        <span className="muted">{t('projects.handIns.erased')}</span>
      ) : (
        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
          {host}
          {url.replace(/^https?:\/\/[^/]+/, '')}
        </a>
      )}{' '}
      {reference && <code>{reference}</code>}{' '}
      {file?.isKept && (
        <a href={addressOf(getHandInFile, { params: { ...place, handInId: handIn.id } })} download>
          {file.name}
        </a>
      )}
      {file && !file.isKept && <span className="muted">{t('projects.handIns.fileGone', { name: file.name })}</span>}
    </span>
  )
}
