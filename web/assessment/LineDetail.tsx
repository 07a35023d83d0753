import { useText } from '#web/text/text.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { EntryForm } from './EntryForm.tsx'
import { hundredthsOf } from './exact.ts'
import { assessLine, markParts, nameOf, type Sheet, type SheetLine } from './sheet.ts'
import { WorkingView } from './WorkingView.tsx'

type Props = { courseId: string; sheet: Sheet; line: SheetLine }

/** How the grade came about, then what the trainer may decide about it. */
export function LineDetail({ courseId, sheet, line }: Props) {
  const { t } = useText()
  const { result } = line
  return (
    <div className="explained">
      <div>
        <WorkingView working={assessLine(sheet.rules, line).working} empty={t('assessment.workingNone')} />
        <h3 className="small-title">{t('assessment.entry.title')}</h3>
        {markParts(sheet.rules).map((part) => {
          const entry = line.entries.find(({ component }) => component === part.id)
          if (!entry) return null
          return (
            <EntryForm
              key={`${part.id}/${entry.status}/${entry.mark}/${entry.reason}`}
              courseId={courseId}
              line={line}
              part={part}
              entry={entry}
            />
          )
        })}
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
