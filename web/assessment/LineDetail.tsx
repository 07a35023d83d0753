import { examsOfParts } from '#core/assessment/exams-of-rules.ts'
import { markParts } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { EntryForm } from './EntryForm.tsx'
import { hundredthsOf } from './exact.ts'
import { assessLine, type FinalSheetView, nameOf, type SheetLine } from './final-sheet.ts'
import { JuryForm } from './JuryForm.tsx'
import { ProjectWorkings } from './ProjectWorkings.tsx'
import { WorkingView } from './WorkingView.tsx'

type Props = { courseId: string; sheet: FinalSheetView; line: SheetLine }

/** The working of the grade, then the forms that change it. */
export function LineDetail(props: Props) {
  const { sheet, line } = props
  const { t } = useText()
  const { result } = line
  return (
    <div className="explained">
      <div>
        <WorkingView working={assessLine(sheet.rules, line).working} empty={t('assessment.workingNone')} />
        <ProjectWorkings
          workings={sheet.projectWorkings.filter(({ studentId }) => studentId === line.studentId)}
          parts={markParts(sheet.rules)}
        />
        {sheet.seal ? <p className="small muted">{t('assessment.final.locked')}</p> : <Decisions {...props} />}
      </div>
      {result.status === 'graded' && (
        <div>
          <p className="small muted">{t('assessment.gradeOf', { name: nameOf(line) })}</p>
          <MarkOnTwenty mark={result.grade} size="medium" rule pass={hundredthsOf(sheet.rules.passMark)} />
          {result.mention && <p className="small muted">{t(`assessment.student.mentions.${result.mention}`)}</p>}
        </div>
      )}
    </div>
  )
}

/** Statuses, marks entered by hand, the second session and the points of the jury. */
function Decisions({ courseId, sheet, line }: Props) {
  const { t } = useText()
  const { result } = line
  const isCalled = result.status === 'blocked' || (result.status === 'graded' && result.decision !== 'validated')
  const ofParts = examsOfParts(sheet.rules, sheet.sources.exams)
  const titleOf = new Map(sheet.sources.exams.map(({ id, title }) => [id, title]))
  const hasRetake = sheet.rules.session === 'final' || isCalled
  return (
    <>
      <h3 className="small-title">{t('assessment.entry.title')}</h3>
      {markParts(sheet.rules).map((part) => {
        const entry = line.entries.find(({ component }) => component === part.id)
        if (!entry) return null
        return (
          <EntryForm
            key={`${part.id}/${entry.status}/${entry.mark}/${entry.typedRetake}/${entry.chosen}/${entry.reason}`}
            courseId={courseId}
            line={line}
            part={part}
            entry={entry}
            hasRetake={hasRetake || entry.typedRetake !== null}
            retakeExams={(ofParts.get(part.id)?.second ?? []).map((id) => titleOf.get(id) ?? '')}
          />
        )
      })}
      {result.status === 'graded' && (
        <>
          <h3 className="small-title">{t('assessment.jury.title')}</h3>
          <JuryForm key={`${line.jury?.points}/${line.jury?.reason}`} courseId={courseId} line={line} />
        </>
      )}
    </>
  )
}
