import type { Rubric } from '#core/projects/rubric.ts'
import { useText } from '#web/text/text.tsx'
import { GraduatedRule } from '#web/ui/GraduatedRule.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'

type Props = {
  rubric: Rubric
  mark: number | null
  missing: readonly string[]
  /** The grader's own total in a double grading that is not resolved. */
  isOwn: boolean
}

/** The current mark, or what is missing. */
export function TeamTotal({ rubric, mark, missing, isOwn }: Props) {
  const { t, list } = useText()
  const label = t(isOwn ? 'projects.double.own' : 'projects.grade.total')
  const total = rubric.criteria.filter(({ weight }) => weight !== null).length
  const names = rubric.criteria.filter(({ id }) => missing.includes(id)).map(({ title }) => title)
  return (
    <section className="sheet sheet--pad totalling" aria-label={label}>
      <div>
        <p className="small muted">{label}</p>
        {mark === null ? <p className="totalling__none">–</p> : <MarkOnTwenty mark={mark} size="medium" />}
      </div>
      <div>
        <GraduatedRule value={(mark ?? 0) / 100} max={20} pass={10} />
        {total > 0 && (
          <p className="small muted">
            {names.length === 0
              ? t('projects.grade.complete')
              : t('projects.grade.missing', {
                  done: total - names.length,
                  total,
                  names: list(names.length > 3 ? [...names.slice(0, 3), '…'] : names),
                })}
          </p>
        )}
      </div>
    </section>
  )
}
