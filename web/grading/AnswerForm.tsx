import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { answerContestations, type Contestation, listContestations } from '#contract/grading/contestations.ts'
import type { ExamAddresses } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { AskedText } from '#web/questions/AskedText.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'

type Props = {
  params: { courseId: string; examId: string }
  list: Reply<typeof listContestations>
  contestations: readonly Contestation[]
  inExam: ExamAddresses
}

/** Replies to the contestations of a question, all together or only the ticked ones. */
export function AnswerForm({ params, list, contestations, inExam }: Props) {
  const { t, has, dateTime } = useText()
  const id = useId()
  const client = useQueryClient()
  const waiting = contestations.filter(({ answeredAt }) => answeredAt === null)
  const [left, setLeft] = useState<readonly string[]>([])
  const [answer, setAnswer] = useState('')
  const chosen = waiting.filter((one) => !left.includes(one.id))
  const send = useMutation({
    ...mutation(answerContestations),
    onSuccess: async () => {
      setAnswer('')
      await client.invalidateQueries({ queryKey: [listContestations.path] })
    },
  })
  const reply = (isUpheld: boolean) =>
    send.mutate({ params, body: { contestationIds: chosen.map((one) => one.id), isUpheld, answer } })
  const why =
    chosen.length === 0
      ? t('grading.contest.chooseOne')
      : answer.trim() === ''
        ? t('grading.contest.writeFirst')
        : undefined
  const [first] = contestations
  if (!first) return null
  const question = list.questions.find((one) => one.id === first.questionId)
  return (
    <section className="stack" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{t('grading.contest.question', { position: first.position, opening: first.opening })}</h2>
        <LinkButton size="small" href={`${inExam.corrections}?question=${first.position}`}>
          {t('grading.contest.correct')}
        </LinkButton>
      </div>
      {question && (
        <AskedText question={question} contexts={list.contexts} position={first.position} opening={first.opening} />
      )}
      <ul className="contestations__list">
        {contestations.map((one) => (
          <li key={one.id}>
            {one.answeredAt === null ? (
              <Checkbox
                label={t('grading.contest.says', { name: one.studentName })}
                hint={one.reason}
                checked={!left.includes(one.id)}
                onChange={(event) =>
                  setLeft(event.target.checked ? left.filter((other) => other !== one.id) : [...left, one.id])
                }
              />
            ) : (
              <p>
                <strong>{t('grading.contest.says', { name: one.studentName })}</strong> {one.reason}
              </p>
            )}
            <p className="small muted">
              {dateTime(one.createdAt)} ·{' '}
              <Link href={inExam.copy(one.attemptId).page}>{t('grading.contest.copy', { name: one.studentName })}</Link>
            </p>
            {one.answeredAt !== null && (
              <p className="small">
                {t(one.isUpheld ? 'grading.contest.upheld' : 'grading.contest.rejected', {
                  name: one.answeredByName,
                  answer: one.answer,
                })}
              </p>
            )}
          </li>
        ))}
      </ul>
      {send.error && (
        <Notice tone="warn" live="status">
          <p>{sentenceOf(send.error, { t, has })}</p>
        </Notice>
      )}
      {waiting.length > 0 && (
        <>
          <Field label={t('grading.contest.answer', { count: chosen.length })} hint={t('grading.contest.answerHint')}>
            <Textarea rows={3} maxLength={1000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
          </Field>
          <div className="actions">
            <Button busy={send.isPending} reason={why} onClick={() => reply(true)}>
              {t('grading.contest.uphold')}
            </Button>
            <Button busy={send.isPending} reason={why} onClick={() => reply(false)}>
              {t('grading.contest.reject')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}
