import { cutText } from '#core/cut-text.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { CommentBank } from './CommentBank.tsx'

type Props = { courseId: string; comment: string; isClosed: boolean; onChange: (comment: string) => void }

/** A comment on the whole project, for the whole team. */
export function OverallComment({ courseId, comment, isClosed, onChange }: Props) {
  const { t } = useText()
  return (
    <div>
      <Field label={t('projects.grade.overall')} hint={t('projects.grade.overallHint')} optional>
        <Textarea
          rows={3}
          maxLength={2000}
          readOnly={isClosed}
          value={comment}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      {!isClosed && (
        <CommentBank
          courseId={courseId}
          about={t('projects.grade.overall')}
          comment={comment}
          onInsert={(text) => onChange(cutText(text, 2000))}
        />
      )}
    </div>
  )
}
