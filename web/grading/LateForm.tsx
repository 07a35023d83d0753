import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { getOverview } from '#contract/exports/overview.ts'
import { getCopy, getHeatMap, getResults } from '#contract/grading/grading.ts'
import { decideLate, getJournal, listLateCopies } from '#contract/grading/journal.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { type Journal, type JournalRow, useEntryText } from './use-entry-text.ts'

type Props = { journal: Journal; params: { courseId: string; examId: string; attemptId: string } }
const stale = [getJournal, getCopy, getResults, getHeatMap, listLateCopies, getOverview]

/** Answers « hors délai »: accepts or refuses each or all of them, with a reason. */
export function LateForm({ journal: { late, deadline, timeZone }, params }: Props) {
  const { t, exactTime, mark } = useText()
  const words = useEntryText()
  const say = useToast()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const among = late.filter((entry) => chosen.has(keyOf(entry)))
  const decide = useMutation({
    ...mutation(decideLate),
    onSuccess: async ({ changedCount, markBefore, mark: after }, { body: { isAccepted } }) => {
      await Promise.all(stale.map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })))
      const marks = markBefore === null || after === null || markBefore === after ? null : { markBefore, after }
      say({
        text: t('grading.journal.done', {
          accepted: String(isAccepted),
          changed: changedCount,
          marks: marks ? 'some' : 'none',
          before: marks ? mark(marks.markBefore) : '',
          after: marks ? mark(marks.after) : '',
        }),
      })
      setChosen(new Set())
      setReason('')
      setTried(false)
    },
  })
  const send = (isAccepted: boolean) => {
    setTried(true)
    if (reason.trim() === '') return
    const some = among.length > 0 ? { entries: among.map(({ device, sequence }) => ({ device, sequence })) } : {}
    decide.mutate({ params, body: { ...some, isAccepted, reason: reason.trim() } })
  }
  return (
    <section className="sheet sheet--pad late-form" aria-labelledby="late">
      <h2 id="late">{t('grading.journal.lateTitle', { count: late.length })}</h2>
      <p>{t('grading.journal.lateText', { at: deadline ? exactTime(deadline, timeZone) : '' })}</p>
      <ul className="late-form__list">
        {late.map((entry) => {
          const at = exactTime(entry.receivedAt, timeZone)
          return (
            <li key={keyOf(entry)}>
              <Checkbox
                bare
                label={t('grading.journal.select', { position: entry.position, at })}
                checked={chosen.has(keyOf(entry))}
                onChange={() => setChosen(toggled(chosen, keyOf(entry)))}
              />
              <span className="num">{at}</span>
              <span>
                {t('grading.journal.question')} {entry.position}
              </span>
              <strong>{words(entry)}</strong>
            </li>
          )
        })}
      </ul>
      <Field
        label={t('grading.journal.reason')}
        hint={t('grading.journal.reasonHint')}
        error={isTried && reason.trim() === '' ? t('grading.journal.reasonMissing') : null}
        required
      >
        <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
      </Field>
      <div className="cluster">
        <Button variant="primary" busy={decide.isPending} onClick={() => send(true)}>
          {t('grading.journal.accept', { count: among.length })}
        </Button>
        <Button busy={decide.isPending} onClick={() => send(false)}>
          {t('grading.journal.refuse', { count: among.length })}
        </Button>
      </div>
      <Failed error={decide.error} />
    </section>
  )
}

const keyOf = ({ device, sequence }: Pick<JournalRow, 'device' | 'sequence'>) => `${device} ${sequence}`

function toggled(chosen: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(key)) next.add(key)
  return next
}
