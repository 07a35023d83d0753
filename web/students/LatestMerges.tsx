import { useMutation } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { type listMerges, undoMerge } from '#contract/students/merges.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useRefreshClass } from './use-class.ts'

type Props = {
  params: { courseId: string; studentId: string }
  merges: Reply<typeof listMerges>['merges']
}

/** The entries merged into this one: author, date, reason and undo. */
export function LatestMerges({ params, merges }: Props) {
  const { t, has, dateTime } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const undo = useMutation({
    ...mutation(undoMerge),
    onSuccess: () => {
      refresh()
      say({ text: t('students.merge.undone') })
    },
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
  })
  if (merges.length === 0) return null
  return (
    <ul className="merges">
      {merges.map(({ id, otherName, at, byName, reason, undoneAt }) => (
        <li key={id}>
          <span>
            {t('students.merge.line', { other: otherName, date: dateTime(at), by: byName, reason })}{' '}
            {undoneAt && t('students.merge.undoneOn', { date: dateTime(undoneAt) })}
          </span>
          {undoneAt === null && (
            <Button
              variant="quiet"
              busy={undo.isPending}
              onClick={() => undo.mutate({ params: { ...params, mergeId: id } })}
            >
              {t('students.merge.undo')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
