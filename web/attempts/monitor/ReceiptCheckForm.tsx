import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { checkReceipt } from '#contract/attempts/monitor.ts'
import type { Reply } from '#contract/endpoint.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'

type Props = { courseId: string; canReadCopies: boolean }

const receiptLength = 8

/** Looks up a receipt code: which attempt it belongs to, and whether its answers are still those submitted. */
export function ReceiptCheckForm({ courseId, canReadCopies }: Props) {
  const { t, has } = useText()
  const [code, setCode] = useState('')
  const [isTooShort, setTooShort] = useState(false)
  const check = useMutation(mutation(checkReceipt))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isShort = code.replace(/[^0-9a-z]/gi, '').length !== receiptLength
    setTooShort(isShort)
    if (!isShort) check.mutate({ params: { courseId }, body: { code: code.trim() } })
  }
  return (
    <details className="disclosure receipt-check">
      <summary>{t('attempts.staff.check.title')}</summary>
      <form onSubmit={submit} noValidate>
        <p className="muted">{t('attempts.staff.check.lead')}</p>
        <Field
          label={t('attempts.staff.check.code')}
          hint={t('attempts.staff.check.hint')}
          error={isTooShort ? t('attempts.staff.check.tooShort') : null}
        >
          <Input
            mono
            value={code}
            maxLength={40}
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setCode(event.target.value)}
          />
        </Field>
        <Button type="submit" busy={check.isPending}>
          {t('attempts.staff.check.go')}
        </Button>
        <div aria-live="polite">
          {check.error && (
            <Notice tone="bad">
              <p>{sentenceOf(check.error, { t, has })}</p>
            </Notice>
          )}
          {check.data && <Matches {...check.data} courseId={courseId} canReadCopies={canReadCopies} />}
        </div>
      </form>
    </details>
  )
}

function Matches({ matches, courseId, canReadCopies }: Reply<typeof checkReceipt> & Props) {
  const { t, rich, dateTime } = useText()
  if (matches.length === 0) {
    return (
      <Notice tone="warn">
        <p>{t('attempts.staff.check.none')}</p>
      </Notice>
    )
  }
  return matches.map((match) => (
    <Notice key={match.attemptId} tone="good">
      <p>
        {rich(match.isIntact ? 'attempts.staff.check.match' : 'attempts.staff.check.matchChanged', {
          name: match.studentName,
          exam: match.examTitle,
          at: dateTime(match.closedAt),
          b: (words: ReactNode) => <strong>{words}</strong>,
        })}{' '}
        {canReadCopies && (
          <Link href={at.course(courseId).exam(match.examId).copy(match.attemptId).page}>
            {t('attempts.staff.check.copy')}
          </Link>
        )}
      </p>
    </Notice>
  ))
}
