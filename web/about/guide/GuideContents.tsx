import { Link } from 'wouter'
import { guideAddress } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import type { GuidePageText } from './guide-text.ts'

type Props = {
  pages: readonly GuidePageText[]
  /** The pages that are displayed: their topics are on this page. */
  shown: readonly GuidePageText[]
  courseId: string | null
}

/** The table of contents: every page, with the topics of those displayed, or of all when none is. */
export function GuideContents({ pages, shown, courseId }: Props) {
  const { t } = useText()
  return (
    <nav className="guide__contents" aria-label={t('ui.staff.guide.contents')}>
      <ul>
        {pages.map((page) => (
          <li key={page.id}>
            <p className="guide__contents-page">
              <Link
                href={guideAddress({ page: page.id, courseId })}
                aria-current={shown.length === 1 && shown.includes(page) ? 'page' : undefined}
              >
                {page.title}
              </Link>
            </p>
            {shown.length === 0 && <p className="small muted">{page.lead}</p>}
            {(shown.length === 0 || shown.includes(page)) && (
              <Parts page={page} isHere={shown.includes(page)} courseId={courseId} />
            )}
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Parts({ page, isHere, courseId }: { page: GuidePageText; isHere: boolean; courseId: string | null }) {
  return (
    <ul className="guide__contents-parts">
      {page.parts.map((part) => (
        <li key={part.id}>
          <p className="small muted">{part.title}</p>
          <ul>
            {part.topics.map(({ id, title }) => (
              <li key={id}>
                {isHere ? (
                  <a href={`#${id}`}>{title}</a>
                ) : (
                  <Link href={guideAddress({ page: page.id, topic: id, courseId })}>{title}</Link>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
