import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import type { Tone } from '#web/ui/Badge.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import { findCopies, type ListedCopy } from './paper-typing.ts'

type Props = { copies: readonly ListedCopy[]; chosen: string; onPick: (attemptId: string) => void }

const looks: Record<ListedCopy['state'], { shape: GlyphShape; tone: Tone }> = {
  waiting: { shape: 'todo', tone: 'muted' },
  typing: { shape: 'current', tone: 'plain' },
  typed: { shape: 'done', tone: 'good' },
  online: { shape: 'done', tone: 'muted' },
  voided: { shape: 'wrong', tone: 'warn' },
}

/** Opens a sheet by its code, typed or scanned; scanners end with Enter. */
export function PaperPicker({ copies, chosen, onPick }: Props) {
  const { t } = useText()
  const [sought, setSought] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const found = findCopies(copies, sought)
  // Between two sheets, the focus returns to this field.
  useEffect(() => {
    if (chosen === '') field.current?.focus()
  }, [chosen])
  const open = (attemptId: string) => {
    setSought('')
    onPick(attemptId)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [first] = found
    if (event.key !== 'Enter' || sought.trim() === '' || !first || found.length > 1) return
    event.preventDefault()
    open(first.attemptId)
  }
  return (
    <>
      <Field label={t('grading.paper.search')} hint={t('grading.paper.searchHint')}>
        <Input
          ref={field}
          type="search"
          value={sought}
          onChange={({ target }) => setSought(target.value)}
          onKeyDown={onKeyDown}
        />
      </Field>
      <p className="vh" role="status">
        {sought && t('grading.paper.found', { count: found.length })}
      </p>
      {found.length === 0 && <p className="muted">{t('grading.paper.noneFound')}</p>}
      <ul className="paper__list">
        {found.map((copy) => (
          <li key={copy.attemptId}>
            <button
              type="button"
              className="paper__pick"
              aria-current={copy.attemptId === chosen || undefined}
              onClick={() => open(copy.attemptId)}
            >
              <span className="paper__name">
                <span>
                  <PersonName {...copy} />
                </span>
                <small className="muted">{[copy.number, copy.group].filter(Boolean).join(' · ')}</small>
              </span>
              <Status {...looks[copy.state]}>
                {t(`grading.paper.state.${copy.state}`, { typed: copy.typedCount, count: copy.questionCount })}
              </Status>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
