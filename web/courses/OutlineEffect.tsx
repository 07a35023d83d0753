import { useQuery } from '@tanstack/react-query'
import { type OutlineCommandSent, previewOutlineChange } from '#contract/courses/outline.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Failed } from '#web/ui/Failed.tsx'

/** What a change would do to questions and exams, said before it is made. */
export function OutlineEffect({ courseId, command }: { courseId: string; command: OutlineCommandSent }) {
  const { t, list } = useText()
  const preview = useQuery(query(previewOutlineChange, { params: { courseId }, body: { command } }))
  if (preview.error) return <Failed error={preview.error} />
  if (!preview.data) return <p className="muted">{t('courses.outline.effect.reading')}</p>
  const { questions, waiting, sections, drafts, plans, published } = preview.data
  const total = questions.exam + questions.practice
  const names = [
    ...drafts.map(({ title, ...rest }) => ({ title, ...rest })),
    ...plans.map(({ name, ...rest }) => ({ title: name, ...rest })),
  ]
  const named = (follows: boolean) => names.filter((one) => one.follows === follows).map(({ title }) => `« ${title} »`)
  return (
    <div className="outline-effect">
      <p>
        <strong>{t('courses.outline.effect.title')}</strong>
      </p>
      <ul>
        {sections.length > 0 && (
          <li>{t('courses.outline.effect.sections', { count: sections.length, names: list(sections) })}</li>
        )}
        <li>
          {t('courses.outline.effect.questions', { count: total, exam: questions.exam, practice: questions.practice })}
          {questions.archived > 0 && ` ${t('courses.outline.effect.archived', { count: questions.archived })}`}
        </li>
        {waiting > 0 && <li>{t('courses.outline.effect.waiting', { count: waiting })}</li>}
        {named(true).length > 0 && <li>{t('courses.outline.effect.follow', { names: list(named(true)) })}</li>}
        {named(false).length > 0 && <li>{t('courses.outline.effect.lack', { names: list(named(false)) })}</li>}
        {published > 0 && <li>{t('courses.outline.effect.published', { count: published })}</li>}
        <li>{t('courses.outline.effect.undo')}</li>
      </ul>
    </div>
  )
}
