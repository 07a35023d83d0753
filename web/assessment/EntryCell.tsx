/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- Escape comes from the controls inside and is only watched here */
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { type AssessmentRules, type EntryStatus, entryStatuses, type MarkPart } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { hundredthsOf } from './exact.ts'
import { nameOf, type SheetEntry, type SheetLine } from './final-sheet.ts'
import { RetakenMark } from './RetakenMark.tsx'
import { TypedMarkField, useTypedMark } from './TypedMarkField.tsx'
import type { SetEntries } from './use-entries.ts'

type Props = {
  line: SheetLine
  part: MarkPart
  rules: AssessmentRules
  /** Null on a finalised sheet, where nothing changes. */
  onSet: SetEntries | null
}

/** A mark, or the status that stands instead; it is changed there, without opening the line. */
export function EntryCell({ line, part, rules, onSet }: Props) {
  const { t } = useText()
  const [place, setPlace] = useState<Place | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const entry = line.entries.find(({ component }) => component === part.id)
  const close = (hasFocus: boolean) => {
    setPlace(null)
    if (hasFocus) button.current?.focus()
  }
  useEffect(() => {
    if (place === null) return
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setPlace(null)
    }
    const leave = () => setPlace(null)
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    window.addEventListener('resize', leave)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
      window.removeEventListener('resize', leave)
    }
  }, [place])
  if (!entry) return '–'
  const shown = <Shown entry={entry} line={line} part={part} rules={rules} />
  if (onSet === null) return shown
  const set = (value: { status?: EntryStatus; mark?: number | null }) => {
    close(true)
    onSet({ part, lines: [line], value })
  }
  return (
    <div ref={box} className="entry-cell">
      <button
        ref={button}
        type="button"
        className="entry-cell__value"
        data-component={part.id}
        aria-expanded={place !== null}
        title={t('assessment.entry.change', { component: part.name, name: nameOf(line) })}
        onClick={({ currentTarget }) => setPlace(place === null ? placeUnder(currentTarget) : null)}
      >
        {shown}
      </button>
      {place && (
        <Choices
          entry={entry}
          part={part}
          label={t('assessment.entry.change', { component: part.name, name: nameOf(line) })}
          place={place}
          onSet={set}
          onClose={() => close(true)}
          onNext={() => next(button.current)}
        />
      )}
    </div>
  )
}

type Place = { insetInlineStart: number; insetBlockStart: number } | { insetInlineStart: number; insetBlockEnd: number }

const panelWidth = 248
const panelHeight = 340

/** Fixed beside the cell and not in it: no row grows, and the table that scrolls does not cut it. */
function placeUnder(cell: HTMLElement): Place {
  const { right, top, bottom } = cell.getBoundingClientRect()
  const insetInlineStart = Math.max(8, Math.min(right - panelWidth, window.innerWidth - panelWidth - 8))
  return bottom + panelHeight > window.innerHeight && top > panelHeight
    ? { insetInlineStart, insetBlockEnd: window.innerHeight - top + 4 }
    : { insetInlineStart, insetBlockStart: bottom + 4 }
}

/** The same component of the student below, as in a spreadsheet. */
function next(from: HTMLButtonElement | null) {
  const column = [...document.querySelectorAll<HTMLButtonElement>('.entry-cell__value')].filter(
    ({ dataset }) => dataset['component'] === from?.dataset['component'],
  )
  const below = from && column[column.indexOf(from) + 1]
  below?.click()
}

type ChoicesProps = {
  entry: SheetEntry
  part: MarkPart
  label: string
  place: Place
  onSet: (value: { status?: EntryStatus; mark?: number | null }) => void
  onClose: () => void
  onNext: () => void
}

function Choices({ entry, part, label, place, onSet, onClose, onNext }: ChoicesProps) {
  const { t } = useText()
  const panel = useRef<HTMLFieldSetElement>(null)
  const isByHand = part.content.source.kind === 'hand'
  const typed = useTypedMark(isByHand ? entry.mark : null, part)
  const hintId = useId()
  useEffect(() => panel.current?.querySelector<HTMLElement>('input, [aria-pressed=true]')?.focus(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.isBad) return
    if (typed.isChanged || entry.status !== 'present') onSet({ mark: typed.mark, status: 'present' })
    else onClose()
    onNext()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <fieldset ref={panel} className="entry-cell__panel" style={place} onKeyDown={keys} aria-describedby={hintId}>
      <legend className="vh">{label}</legend>
      {isByHand && (
        <form className="entry-cell__mark" noValidate onSubmit={submit}>
          <TypedMarkField
            label={t('assessment.entry.mark', { component: part.name })}
            typed={typed}
            error={t('assessment.entry.badMark')}
          />
          <Button type="submit" iconOnly aria-label={t('assessment.entry.save')}>
            <Icon name="check" />
          </Button>
        </form>
      )}
      {entryStatuses.map((status) => (
        <button
          key={status}
          type="button"
          className="menu__item"
          aria-pressed={status === entry.status}
          onClick={() => (status === entry.status ? onClose() : onSet({ status }))}
        >
          <Icon name={status === entry.status ? 'check' : 'minus'} {...(status !== entry.status && blank)} />
          <span>{t(`assessment.student.statuses.${status}`)}</span>
        </button>
      ))}
      <p id={hintId} className="small muted entry-cell__hint">
        {t('assessment.entry.cellHint')}
      </p>
    </fieldset>
  )
}

const blank = { className: 'menu__blank' }

function Shown({ entry, line, part, rules }: Omit<Props, 'onSet'> & { entry: SheetEntry }) {
  const { t, mark } = useText()
  if (entry.status !== 'present' && entry.retake === null) {
    return (
      <Badge tone={entry.status === 'abi' || entry.status === 'fraud' ? 'bad' : 'plain'}>
        <span title={t(`assessment.student.statuses.${entry.status}`)}>
          {t(`assessment.statusShort.${entry.status}`)}
        </span>
      </Badge>
    )
  }
  if (entry.retake !== null) return <RetakenMark entry={entry} line={line} part={part} rules={rules} />
  if (entry.mark !== null) return mark(hundredthsOf(entry.mark))
  return entry.waiting === 'absent' || entry.waiting === 'by_hand' ? (
    <span className="entry-cell__todo">{t(`assessment.cell.${entry.waiting}`)}</span>
  ) : (
    <span className="muted">–</span>
  )
}
