import { useEffect, useRef, useState } from 'react'
import type { PaperLetters } from '#core/exams/paper.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { SaveLine } from '#web/ui/SaveLine.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { PaperGrid } from './PaperGrid.tsx'
import { PaperRecap } from './PaperRecap.tsx'
import { differences, type KeyPress, offered, type PaperCopy, press, type Typing, writeWords } from './paper-typing.ts'
import { usePaper } from './use-paper.ts'

type Props = {
  copy: PaperCopy
  place: { courseId: string; examId: string; attemptId: string }
  /** Double entry: the sheet is typed twice, and both are compared. */
  isTwice: boolean
  onDone: () => void
}

/**
 * `second`: the sheet typed again without seeing the first entry. `settled`: both were compared, and differences are
 * reviewed.
 */
type Pass = { kind: 'first' } | { kind: 'second'; first: PaperLetters } | { kind: 'settled' }

/**
 * Enters one sheet: letters, review, submission. Enter on the last question focuses the button, and Enter again opens
 * the next sheet.
 */
export function PaperCopyForm({ copy, place, isTwice, onDone }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const { questions, state: before, isCorrection } = copy
  const paper = usePaper(place, copy)
  const [typing, setTyping] = useState<Typing>({ letters: copy.letters, at: 0, past: [], fault: null })
  const [pass, setPass] = useState<Pass>({ kind: 'first' })
  const [doubts, setDoubts] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isAtRecap = typing.at === questions.length
  useEffect(() => {
    if (isAtRecap) button.current?.focus()
  }, [isAtRecap])

  if (before === 'online' || before === 'voided') {
    return (
      <Notice tone="warn" live="status">
        <p>
          <strong>
            <PersonName {...copy} />
          </strong>
        </p>
        <p>{t(`grading.paper.${before === 'online' ? 'isOnline' : 'isVoided'}`)}</p>
      </Notice>
    )
  }

  const show = (next: Typing) => {
    setTyping(next)
    // The second entry is not saved: only the compared result is.
    if (pass.kind !== 'second') paper.keep(next.letters)
  }
  const onKey = (key: KeyPress, at: number) => {
    const current = { ...typing, at }
    const next = press(current, key, questions)
    if (next === current) return false
    const id = questions[at]?.id ?? ''
    const isSettled = next.letters !== current.letters || key.key === 'Enter' || key.key === ' '
    if (id in doubts && isSettled) setDoubts(Object.fromEntries(Object.entries(doubts).filter(([each]) => each !== id)))
    show(next)
    return true
  }
  const again = () => {
    setPass({ kind: 'second', first: typing.letters })
    setTyping({ letters: {}, at: 0, past: [], fault: null })
  }
  const compare = (first: PaperLetters) => {
    const unlike = differences(first, typing.letters, questions)
    setDoubts(Object.fromEntries(unlike.map((id) => [id, typing.letters[id] ?? ''])))
    setPass({ kind: 'settled' })
    const at = unlike.length === 0 ? questions.length : questions.findIndex(({ id }) => id === unlike[0])
    setTyping({ letters: first, at, past: [], fault: null })
  }
  const handIn = async () => {
    setBusy(true)
    setFailure(null)
    try {
      const done = await paper.handIn(reason.trim())
      if (done === null) return
      say({ text: t('grading.paper.done', { name: `${copy.givenName} ${copy.familyName}`, ...done }) })
      onDone()
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const act = () => {
    if (pass.kind === 'second') compare(pass.first)
    else if (isTwice && pass.kind === 'first') again()
    else void handIn()
  }
  const doubtCount = Object.keys(doubts).length
  const why =
    doubtCount > 0
      ? t('grading.paper.settle', { count: doubtCount })
      : isCorrection && reason.trim() === '' && pass.kind !== 'second'
        ? t('grading.paper.reasonMissing')
        : undefined
  const fault = typing.fault && questions[typing.fault.at]
  return (
    <section className="sheet sheet--pad stack stack--tight" aria-labelledby="paper-copy">
      <header className="paper__head">
        <h2 id="paper-copy">
          <PersonName {...copy} />
        </h2>
        <p className="muted">
          {[copy.number, copy.group].filter(Boolean).join(' · ')} <code className="mono">{copy.code}</code>
        </p>
        <SaveLine state={paper.state} onRetry={() => void paper.flush()}>
          {t('grading.paper.saved')}
        </SaveLine>
      </header>
      {isCorrection && (
        <Notice tone="warn">
          <p>{t('grading.paper.alreadyTyped')}</p>
        </Notice>
      )}
      {pass.kind === 'second' && (
        <Notice live="status">
          <p>{t('grading.paper.secondPass')}</p>
        </Notice>
      )}
      <PaperGrid
        {...{ typing, questions, doubts, onKey }}
        onWords={(at, words) => {
          const question = questions[at]
          if (question) show(writeWords(typing, { at, words, id: question.id }))
        }}
        onFocus={(at) => at !== typing.at && setTyping({ ...typing, at, fault: null })}
      />
      <p className="paper__fault" role="alert">
        {typing.fault &&
          fault &&
          t(`grading.paper.fault.${typing.fault.why}`, {
            key: typing.fault.key,
            number: typing.fault.at + 1,
            last: offered(fault).at(-1) ?? '',
            certainty: fault.certainty ?? 0,
          })}
      </p>
      <PaperRecap
        letters={typing.letters}
        questions={questions}
        onGo={(at) => setTyping({ ...typing, at, fault: null })}
      />
      {isCorrection && (
        <Field label={t('grading.paper.reason')} required>
          <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
        </Field>
      )}
      <Failed error={failure} />
      <div className="cluster">
        <Button ref={button} variant="primary" busy={isBusy} reason={why} onClick={act}>
          {t(`grading.paper.${actionOf(pass.kind, isTwice)}`)}
        </Button>
        {typing.past.length > 0 && (
          <Button variant="quiet" onClick={() => show(press(typing, { key: '', undo: true }, questions))}>
            <Icon name="undo" />
            {t('common.undo')}
          </Button>
        )}
        <Button variant="quiet" onClick={onDone}>
          {t('grading.paper.later')}
        </Button>
      </div>
      <p className="small muted no-print">
        {t('grading.paper.keys')}
        {questions.some(({ certainty }) => certainty) && ` ${t('grading.paper.keysCertainty')}`}
      </p>
    </section>
  )
}

function actionOf(pass: Pass['kind'], isTwice: boolean) {
  if (pass === 'second') return 'compare'
  return isTwice && pass === 'first' ? 'typeAgain' : 'handIn'
}
