import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import { type Blocker, blockersOf, statusesFor } from './blockers.ts'
import type { FinalSheetView } from './final-sheet.ts'
import type { SetEntries } from './use-entries.ts'

type Props = {
  courseId: string
  sheet: FinalSheetView
  onSet: SetEntries
  busy: boolean
  onRules: () => void
  /** Shows the students of one group in the sheet below. */
  onShow: (blocker: string) => void
}

/** What keeps the sheet from being complete, each reason once with its own action: one click for a whole group. */
export function BlockersView({ sheet, ...actions }: Props) {
  const { t } = useText()
  const blockers = blockersOf(sheet)
  return (
    <>
      <h2 className="small-title">{t('assessment.decideFirst')}</h2>
      {blockers.length === 0 ? (
        <ul className="checks">
          <li className="tone--good">
            <StatusGlyph shape="good" />
            <span>{t('assessment.nothingToDecide')}</span>
          </li>
        </ul>
      ) : (
        <ul className="blockers">
          {blockers.map((blocker) => (
            <li key={blocker.id} className="tone--warn">
              <StatusGlyph shape="warn" />
              <p>
                <strong>{t(`assessment.blocker.${blocker.reason}`, { count: blocker.lines.length })}</strong>
                {blocker.part && <span className="muted"> {blocker.part.name}</span>}
              </p>
              <div className="actions">
                <Acts blocker={blocker} {...actions} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Acts({ blocker, courseId, onSet, busy, onRules, onShow }: { blocker: Blocker } & Omit<Props, 'sheet'>) {
  const { t } = useText()
  const { part, lines, reason } = blocker
  const of = part ? `, ${part.name}` : ''
  const place = placeOf(courseId, blocker)
  return (
    <>
      {part &&
        statusesFor[reason]?.map((status) => (
          <Button key={status} size="small" busy={busy} onClick={() => onSet({ part, lines, value: { status } })}>
            {t('assessment.blocker.all', {
              count: lines.length,
              status: t(`assessment.statusShort.${status}`),
            })}
            <span className="vh">{of}</span>
          </Button>
        ))}
      {reason === 'no_source' && (
        <Button size="small" onClick={onRules}>
          {t('assessment.rules.edit')}
        </Button>
      )}
      {place && (
        <LinkButton size="small" href={place.href}>
          {t(`assessment.blocker.${place.go}`)}
          <span className="vh">{of}</span>
        </LinkButton>
      )}
      <Button size="small" variant="quiet" onClick={() => onShow(blocker.id)}>
        {t('assessment.blocker.see')}
        <span className="vh">{of}</span>
      </Button>
    </>
  )
}

/** The page where the mark that is waited for comes from. */
function placeOf(courseId: string, { part, reason }: Blocker) {
  const inCourse = at.course(courseId)
  const source = part?.content.source
  if (source?.kind === 'project' && (reason === 'no_team' || reason === 'not_graded' || reason === 'names_withheld'))
    return { href: inCourse.project(source.projectId).page, go: 'toProject' as const }
  if (source?.kind !== 'exam') return null
  const inExam = inCourse.exam(source.examId)
  if (reason === 'exam_not_over') return { href: inExam.monitor, go: 'toRoom' as const }
  return reason === 'not_marked' ? { href: inExam.results, go: 'toResults' as const } : null
}
