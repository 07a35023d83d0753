import { type RefObject, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import type { getCourseText } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { cutText } from '#core/cut-text.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'

export type ReadPassage = Reply<typeof getCourseText>['unplaced'][number]
type Props = {
  courseId: string
  /** Null when its heading is in no section. */
  section: string | null
  passage: ReadPassage
}

/** One passage: its text, the questions on it, and the way to write another with the selected words as its quote. */
export function CoursePassage({ courseId, section, passage }: Props) {
  const { t } = useText()
  const words = useRef<HTMLDivElement>(null)
  const quote = useSelectedWords(words)
  const inCourse = at.course(courseId)
  const { heading, material, questions } = passage
  // Under a section, or directly under « Hors plan ».
  const Heading = section === null ? 'h3' : 'h4'
  const filled = new URLSearchParams({
    ...(section ? { section } : {}),
    titre: heading,
    ...(quote ? { citation: quote } : {}),
  })
  const onIt = new URLSearchParams({ passage: heading })
  return (
    <article className="passage" aria-labelledby={`passage-${passage.id}`}>
      <Heading id={`passage-${passage.id}`}>{heading}</Heading>
      <div ref={words} className="passage__text">
        <ContentView content={passage.content} />
      </div>
      {passage.notes.length > 0 && (
        <details className="passage__notes">
          <summary>{t('courses.text.notes')}</summary>
          <ContentView content={passage.notes} />
        </details>
      )}
      <p className="passage__facts">
        <span>
          {material.isFromFile
            ? t('courses.text.fromFile')
            : t('courses.text.from', { title: material.title, page: material.page })}
        </span>
        {questions > 0 ? (
          <Link href={`${inCourse.questions}?${onIt}`}>
            {t('courses.text.questions', { count: questions })}
            <span className="vh"> {heading}</span>
          </Link>
        ) : (
          <span>{t('courses.text.questions', { count: 0 })}</span>
        )}
        {quote !== '' && (
          <span className="passage__quote">{t('courses.text.selected', { quote: shortened(quote) })}</span>
        )}
        {/* Pressing the button must not drop the selection that it is about to use. */}
        <span className="passage__write" onMouseDown={(event) => event.preventDefault()} role="presentation">
          <LinkButton size="small" href={`${inCourse.newQuestion}?${filled}`}>
            <Icon name="edit" />
            {t('courses.text.write')}
            <span className="vh"> {heading}</span>
          </LinkButton>
        </span>
      </p>
    </article>
  )
}

/** The format of a question holds quotes of this length. */
const longestQuote = 500
const shortened = (quote: string) => (quote.length > 60 ? `${cutText(quote, 59)}…` : quote)

/** The words selected inside an element, on one line; empty when there are none. */
function useSelectedWords(element: RefObject<HTMLElement | null>): string {
  const [words, setWords] = useState('')
  useEffect(() => {
    const onSelection = () => {
      const selection = document.getSelection()
      const isInside = (node: Node | null | undefined) => Boolean(node && element.current?.contains(node))
      const said =
        selection && isInside(selection.anchorNode) && isInside(selection.focusNode) ? selection.toString() : ''
      setWords(cutText(said.replace(/\s+/g, ' ').trim(), longestQuote))
    }
    document.addEventListener('selectionchange', onSelection)
    return () => document.removeEventListener('selectionchange', onSelection)
  }, [element])
  return words
}
