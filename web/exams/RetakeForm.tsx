import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { type ExamView, getExam, listExams, setRetake } from '#contract/exams/exams.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { replaceKnown } from './replace-known.ts'
import './who-sits.css'

type Props = { courseId: string; exam: ExamView }

/** Of which exam this one is the retake: saved at once, in any state, because only the final sheet reads it. */
export function RetakeForm({ courseId, exam }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const client = useQueryClient()
  const params = { courseId, examId: exam.id }
  const all = useQuery(query(listExams, { params: { courseId } }))
  const saving = useMutation({
    ...mutation(setRetake),
    onSuccess: async (reply) => {
      await replaceKnown(client, { endpoint: getExam, input: { params }, reply })
      for (const { path } of [listExams, getExam]) void client.invalidateQueries({ queryKey: [path] })
      say({ text: t('exams.retake.saved', { of: reply.retakeOf?.title ?? 'none' }) })
    },
  })
  const others = all.data?.exams.filter(({ id, retakeOfId }) => id !== exam.id && retakeOfId === null) ?? []
  return (
    <section className="retake-of stack stack--tight" aria-labelledby="rattrapage">
      <h2 id="rattrapage">{t('exams.retake.title')}</h2>
      {exam.retakes.length > 0 ? (
        <RetakesOf courseId={courseId} exam={exam} />
      ) : (
        <Field
          label={t('exams.retake.of')}
          hint={t('exams.retake.hint')}
          error={saving.error && sentenceOf(saving.error, text)}
        >
          <Select
            value={exam.retakeOf?.id ?? 'none'}
            disabled={saving.isPending || !all.data}
            onChange={(id) => saving.mutate({ params, body: { of: id === 'none' ? null : id } })}
            options={[
              { value: 'none', label: t('exams.retake.none') },
              ...others.map(({ id, title }) => ({ value: id, label: title })),
            ]}
          />
        </Field>
      )}
    </section>
  )
}

/** The retakes of an exam, which is then the retake of none. */
function RetakesOf({ courseId, exam: { retakes } }: Props) {
  const { rich } = useText()
  return (
    <p>
      {rich('exams.retake.has', {
        count: retakes.length,
        titles: retakes.map(({ id, title }, rank) => (
          <span key={id}>
            {rank > 0 && ', '}
            <Link href={at.course(courseId).exam(id).page}>{title}</Link>
          </span>
        )),
      })}
    </p>
  )
}
