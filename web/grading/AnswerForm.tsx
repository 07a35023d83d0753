import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { answerContestations, type Contestation, listContestations } from '#contract/grading/contestations.ts'
import { isTyped, typedIn } from '#core/questions/typed-answer.ts'
import type { ExamAddresses } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Textarea } from '#web/ui/Textarea.tsx'
import { RuledQuestionView } from './RuledQuestionView.tsx'

type Props = {
  params: { courseId: string; examId: string }
  list: Reply<typeof listContestations>
  contestations: readonly Contestation[]
  inExam: ExamAddresses
}

/** Replies to the contestations of a question, all together or only the ticked ones. */
export function AnswerForm({ params, list, contestations, inExam }: Props) {
  const { t, has, dateTime, list: inWords } = useText()
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
      await Promise.all(
        [listContestations, getOverview].map(({ path }) => client.invalidateQueries({ queryKey: [path] })),
      )
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
  const lettersOf = (ids: readonly string[]) => inWords(ids.map((choice) => nameOf(question?.choices ?? [], choice)))
  return (
    <section className="stack" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{t('grading.contest.question', { position: first.position, opening: first.opening })}</h2>
        <LinkButton size="small" href={`${inExam.corrections}?question=${first.position}`}>
          {t('grading.contest.correct')}
        </LinkButton>
      </div>
      {question && <RuledQuestionView question={question} contexts={list.contexts} position={first.position} />}
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
            <Outlook
              one={one}
              letters={lettersOf(one.ticked)}
              right={lettersOf(question?.ruled?.right ?? [])}
              href={inExam.corrections}
            />
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
          <p className="small muted">
            {t('grading.contest.meaning')} {list.isReleased && t('grading.correction.published')}
          </p>
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

/** Its letter; the number of its part before it; what was typed, as it was. */
function nameOf(choices: readonly { id: string; part?: string | undefined }[], choice: string): string {
  if (isTyped(choice)) return typedIn(choice)
  const part = choices.find(({ id }) => id === choice)?.part
  const own = choices.filter((one) => one.part === part)
  const letter = letterOf(own.findIndex(({ id }) => id === choice))
  return part === undefined ? letter : `${part} ${letter}`
}

type OutlookProps = { one: Contestation; letters: string; right: string; href: string }

/** What the student answered, the key beside it, and whether accepting that answer is worth a correction. */
function Outlook({ one, letters, right, href }: OutlookProps) {
  const { t, mark } = useText()
  const { ticked, mark: now, markIfAccepted: then } = one
  const isWorth = now !== null && then !== null && then !== now
  return (
    <div className="contestations__outlook">
      <p>
        <strong>
          {ticked.length === 0 ? t('grading.contest.tickedNone') : t('grading.contest.ticked', { letters })}
        </strong>
        {right !== '' && ` · ${t('grading.contest.key', { letters: right })}`}
      </p>
      {now !== null && then !== null && (
        <p className="small">
          {isWorth
            ? t('grading.contest.would', { letters, mark: mark(now), next: mark(then) })
            : t('grading.contest.wouldNot', { mark: mark(now) })}
        </p>
      )}
      {isWorth && one.answeredAt === null && (
        <LinkButton
          size="small"
          href={`${href}?question=${one.position}&aussi=${encodeURIComponent(ticked.join(','))}`}
        >
          {t('grading.contest.acceptAlso', { letters })}
        </LinkButton>
      )}
    </div>
  )
}
