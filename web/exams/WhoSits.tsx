import { useQuery } from '@tanstack/react-query'
import type { ExamView } from '#contract/exams/exams.ts'
import { getWhoSits } from '#contract/exams/who-sits.ts'
import { isExamOver } from '#core/exams/exam.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { AudienceLine } from './AudienceLine.tsx'
import { PeopleTable } from './PeopleTable.tsx'
import { SlotsList } from './SlotsList.tsx'
import { useWhoSitsChange, type WhoSitsView } from './use-who-sits.ts'
import './who-sits.css'

type Props = {
  courseId: string
  exam: ExamView
  canEdit: boolean
  flush?: () => Promise<boolean>
  onChanged?: (exam: ExamView) => void
}

/** « Qui passe, et quand »: one line each for the whole class in one slot, as long as nothing else was wanted. */
export function WhoSits({ courseId, exam, ...rest }: Props) {
  const { t } = useText()
  const who = useQuery(query(getWhoSits, { params: { courseId, examId: exam.id } }))
  return (
    <section className="who-sits" aria-labelledby="who-sits">
      <h2 id="who-sits">{t('exams.who.title')}</h2>
      <QueryView query={who}>{(data) => <Ready courseId={courseId} exam={exam} who={data} {...rest} />}</QueryView>
    </section>
  )
}

function Ready({ courseId, exam, who, canEdit, flush, onChanged }: Props & { who: WhoSitsView }) {
  const change = useWhoSitsChange({ courseId, examId: exam.id }, { flush, onChanged })
  const form = { courseId, exam, who, change }
  const isSettled = !canEdit || isExamOver(exam.status)
  return (
    <div className="stack stack--tight">
      <AudienceLine {...form} canEdit={canEdit && exam.status !== 'released'} />
      <SlotsList {...form} canEdit={!isSettled} />
      <PeopleTable {...form} canEdit={!isSettled} />
    </div>
  )
}
