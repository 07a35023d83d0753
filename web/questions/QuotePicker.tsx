import { skipToken, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { getCourseText } from '#contract/courses/materials.ts'
import type { Reply } from '#contract/endpoint.ts'
import { headingName, quotableSentences } from '#core/questions/course-text.ts'
import { plainLetters } from '#core/questions/lint/words.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import './editor.css'

type Source = { heading: string; quote: string }
type Props = { courseId: string; section: string; source: Source; onPick: (source: Source) => void }

/** Chooses the quote of a question among the sentences of the course, instead of typing it. */
export function QuotePicker({ courseId, ...rest }: Props) {
  const { t } = useText()
  const [isOpen, setOpen] = useState(false)
  const options = query(getCourseText, { params: { courseId } })
  const text = useQuery({ ...options, ...(!isOpen && { queryFn: skipToken }) })
  return (
    <details className="quotes" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('questions.quotes.open')}</summary>
      {isOpen && <QueryView query={text}>{(data) => <Sentences text={data} {...rest} />}</QueryView>}
    </details>
  )
}

const mostShown = 40

type SentencesProps = Omit<Props, 'courseId'> & { text: Reply<typeof getCourseText> }

/** Those under the heading of the question first, then those of its section; a search looks everywhere. */
function Sentences({ text, section, source, onPick }: SentencesProps) {
  const { t } = useText()
  const [search, setSearch] = useState('')
  const all = useMemo(
    () =>
      [
        ...text.sessions.flatMap(({ sections }) =>
          sections.flatMap(({ id, passages }) => passages.map((passage) => ({ ...passage, section: id }))),
        ),
        ...text.unplaced.map((passage) => ({ ...passage, section: '' })),
      ].flatMap((passage) =>
        quotableSentences(passage.text).map((quote, rank) => ({
          ...{ quote, heading: passage.heading, section: passage.section },
          id: `${passage.id}-${rank}`,
          folded: plainLetters(quote),
        })),
      ),
    [text],
  )
  const words = plainLetters(search).split(/\s+/).filter(Boolean)
  const isUnder = (heading: string) => headingName(heading) === headingName(source.heading)
  const near = all.filter((one) => isUnder(one.heading))
  const listed =
    words.length > 0
      ? all.filter(({ folded }) => words.every((word) => folded.includes(word)))
      : near.length > 0
        ? near
        : all.filter((one) => one.section === section)
  if (all.length === 0) return <p className="small muted">{t('questions.quotes.noText')}</p>
  return (
    <div className="quotes__in">
      <Field label={t('questions.quotes.search')}>
        <Input type="search" maxLength={120} value={search} onChange={(event) => setSearch(event.target.value)} />
      </Field>
      <p className="small muted" role="status">
        {t('questions.quotes.count', { count: listed.length })}
      </p>
      <ul>
        {listed.slice(0, mostShown).map(({ id, quote, heading }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={quote === source.quote && isUnder(heading)}
              onClick={() => onPick({ heading, quote })}
            >
              {quote}
              {!isUnder(heading) && <span className="small muted"> {heading}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
