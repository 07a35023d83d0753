import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { type listStale, resolveConflict } from '#contract/questions/question-writing.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { DifferenceView } from './DifferenceView.tsx'
import { useRefreshBank } from './use-refresh-bank.ts'

type Props = { courseId: string; conflict: Reply<typeof listStale>['conflicts'][number] }

/** A question that differs between its file and the bank: neither is changed before the trainer chooses. */
export function ConflictView({ courseId, conflict: { id, key, opening, version, difference } }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshBank()
  const resolve = useMutation({
    ...mutation(resolveConflict),
    onSuccess: () => say({ text: t('questions.reread.settled', { key }) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const choose = (keep: 'bank' | 'file') =>
    resolve.mutate({ params: { courseId, questionId: id }, body: { keep, version } })
  return (
    <article className="stack stack--tight" aria-labelledby={`conflict-${id}`}>
      <h3 id={`conflict-${id}`}>
        <Link href={at.course(courseId).question(id).page}>{opening}</Link>
      </h3>
      <DifferenceView
        lines={difference}
        label={t('questions.reread.conflictOf', { key })}
        removed={t('questions.reread.inBank')}
        added={t('questions.reread.inFile')}
      />
      <div className="actions">
        <Button busy={resolve.isPending} onClick={() => choose('bank')}>
          {t('questions.reread.keepBank')}
          <span className="vh"> {key}</span>
        </Button>
        <Button busy={resolve.isPending} onClick={() => choose('file')}>
          {t('questions.reread.takeFile')}
          <span className="vh"> {key}</span>
        </Button>
      </div>
    </article>
  )
}
