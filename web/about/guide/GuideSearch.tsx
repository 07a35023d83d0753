/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- keys come from the controls inside and are only watched here */
import { useMemo, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { guideAddress } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { moveBetween } from '#web/ui/move-between.ts'
import { useFoundWords } from '#web/ui/use-found-words.ts'
import type { GuideText } from './guide-text.ts'
import { searchGuide, wordsOf } from './search-guide.ts'
import { useSentenceWords } from './use-sentence-words.ts'

type Props = { guide: GuideText; courseId: string | null; search: string; onSearch: (search: string) => void }

/** The search field, and the topics found; the arrows move between them, Enter opens. */
export function GuideSearch({ guide, courseId, search, onSearch }: Props) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const wordsIn = useSentenceWords()
  const words = useMemo(() => wordsOf(search), [search])
  const found = useMemo(() => searchGuide(guide, { words, wordsIn }), [guide, words, wordsIn])
  const list = useRef<HTMLOListElement>(null)
  useFoundWords(list, words)
  const addressOf = ({ page, topic }: (typeof found)[number]) =>
    guideAddress({ page: page.id, topic: topic.id, courseId })
  return (
    <div role="search" className="guide__search" onKeyDown={moveBetween}>
      <Field label={t('ui.staff.guide.search')} hint={t('ui.staff.guide.keys')}>
        <Input
          type="search"
          data-stop
          maxLength={120}
          value={search}
          onChange={({ target }) => onSearch(target.value)}
          onKeyDown={(event) => {
            const [first] = found
            if (event.key === 'Enter' && first) navigate(addressOf(first))
          }}
        />
      </Field>
      <p className="small muted" role="status">
        {words.length > 0 && t('ui.staff.guide.found', { count: found.length })}
      </p>
      {found.length > 0 && (
        <ol className="guide__found" ref={list}>
          {found.map((finding) => (
            <li key={finding.topic.id}>
              <Link href={addressOf(finding)} data-stop>
                {finding.topic.title}
              </Link>
              <p className="small muted">{finding.page.title}</p>
              <p className="small">{finding.excerpt}</p>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
