import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { getDraw } from '#contract/exams/composition.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import { withSectionCount } from '#core/exams/plan-lines.ts'
import { at } from '#web/addresses.ts'
import { waitingIn } from '#web/questions/section-options.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { FixedQuestions } from './FixedQuestions.tsx'
import { OwnQuestions } from './OwnQuestions.tsx'
import type { PlanLine } from './PlanLineForm.tsx'
import { type LineShortfall, type PlacedLine, PlanSection } from './PlanSection.tsx'
import { PlanShelf } from './PlanShelf.tsx'
import { PlanTop } from './PlanTop.tsx'

type Draw = Reply<typeof getDraw>
type Bank = Reply<typeof getBank>
type Props = {
  courseId: string
  draft: ExamDraft
  onChange: (part: Partial<ExamDraft>) => void
  bank: Bank
  draw: Draw | undefined
}

/** How many questions, from which sections and of which difficulty. */
export function PlanForm({ courseId, draft, onChange, bank, draw }: Props) {
  const { t } = useText()
  const { lines, questionIds } = draft.blueprint
  const setLines = (next: PlanLine[]) => onChange({ blueprint: { questionIds, lines: next } })
  const setLine = (index: number, next: PlanLine | null) =>
    setLines(lines.flatMap((line, place) => (place === index ? (next ?? []) : [line])))
  const requested = questionIds.length + lines.reduce((sum, { count }) => sum + count, 0)
  const waiting = waitingIn(bank)
  const known = new Set(bank.sessions.flatMap(({ sections }) => sections.map(({ id }) => id)))
  const gone = lines.filter(({ section }) => section !== undefined && !known.has(section)).length
  const [opened, setOpened] = useState<readonly string[]>([])
  return (
    <section className="plan" aria-labelledby="plan">
      <div className="section-head">
        <h2 id="plan">{t('exams.plan.title')}</h2>
        <p>
          {t('exams.plan.note')} {t('exams.plan.poolHint')}
        </p>
      </div>
      {waiting > 0 && (
        <Notice
          tone="warn"
          actions={
            <LinkButton size="small" href={`${at.course(courseId).questions}?section=${noSection}`}>
              {t('courses.outline.waitingGo')}
            </LinkButton>
          }
        >
          <p>
            <strong>{t('courses.outline.waiting', { count: waiting })}</strong> {t('courses.outline.waitingText')}
          </p>
        </Notice>
      )}
      {gone > 0 && (
        <Notice tone="bad">
          <p>{t('exams.plan.gone', { count: gone })}</p>
        </Notice>
      )}
      <PlanTop
        courseId={courseId}
        blueprint={draft.blueprint}
        requested={requested}
        draw={draw}
        onChange={(blueprint) => onChange({ blueprint })}
      />
      <TableFrame caption={t('exams.plan.caption')} quietCaption phone="rows">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('exams.plan.section')}
            </th>
            <th role="columnheader" scope="col">
              {t('exams.plan.asked')}
            </th>
            <th role="columnheader" scope="col">
              {t('exams.plan.difficulty')}
            </th>
            <th role="columnheader" scope="col">
              {t('exams.plan.allows')}
            </th>
            <th role="columnheader" scope="col" className="table__end">
              {t('exams.plan.available')}
            </th>
            <th role="columnheader" scope="col">
              <span className="vh">{t('exams.plan.details')}</span>
            </th>
          </tr>
        </thead>
        {groupsOf(bank, lines, t('exams.plan.anySection')).map(({ id, title, rows }) => (
          <tbody key={id} role="rowgroup">
            <tr role="row" className="plan__session">
              <th role="rowheader" scope="rowgroup" colSpan={6}>
                {title}
              </th>
            </tr>
            {rows.map((row) => (
              <PlanSection
                key={row.id}
                name={row.name}
                section={row.section}
                lines={row.lines}
                shortfallOf={(line) => shortfallOf(draw, line)}
                isOpen={opened.includes(row.id)}
                onToggle={() =>
                  setOpened(opened.includes(row.id) ? opened.filter((one) => one !== row.id) : [...opened, row.id])
                }
                onCount={(count) => setLines(withRowCount(lines, row, count))}
                onLine={setLine}
                onAddLine={() => setLines([...lines, { ...(row.id ? { section: row.id } : {}), count: 1 }])}
              />
            ))}
          </tbody>
        ))}
      </TableFrame>
      <FixedQuestions
        courseId={courseId}
        keys={questionIds}
        onChange={(keys) => onChange({ blueprint: { lines, questionIds: keys } })}
      />
      <OwnQuestions
        draft={draft}
        onChange={onChange}
        draw={draw}
        nameOf={(line) => {
          const id = lines[line]?.section
          const found = bank.sessions.flatMap(({ sections }) => sections).find((section) => section.id === id)
          return found?.title ?? id ?? t('exams.plan.anySection')
        }}
      />
      <PlanShelf courseId={courseId} blueprint={draft.blueprint} onTake={(blueprint) => onChange({ blueprint })} />
    </section>
  )
}

type PlanRow = {
  /** The key of the section; empty for lines over all of them. */
  id: string
  name: string
  section: Bank['sessions'][number]['sections'][number] | null
  lines: PlacedLine[]
}

/** Every section of the course in its order, with its lines; then those of sections that are gone, or of all. */
function groupsOf({ sessions }: Bank, lines: readonly PlanLine[], anySection: string) {
  const placed = lines.map((line, index) => ({ line, index }))
  const of = (section: string | undefined) => placed.filter(({ line }) => line.section === section)
  const groups = sessions.map((session) => ({
    id: session.id,
    title: session.title,
    rows: session.sections.map((section): PlanRow => {
      return { id: section.id, name: section.title, section, lines: of(section.id) }
    }),
  }))
  const known = new Set(groups.flatMap(({ rows }) => rows.map(({ id }) => id)))
  const gone = [...new Set(lines.flatMap(({ section }) => (section && !known.has(section) ? section : [])))]
  const loose: PlanRow[] = [
    ...gone.map((id) => ({ id, name: id, section: null, lines: of(id) })),
    { id: '', name: anySection, section: null, lines: of(undefined) },
  ]
  return [...groups, { id: '', title: anySection, rows: loose }].filter(({ rows }) => rows.length > 0)
}

/** A section takes what the bank has of it; lines over all sections are raised by the last of them. */
function withRowCount(lines: readonly PlanLine[], { id, section }: PlanRow, count: number): PlanLine[] {
  const named = lines.map((line) => ({ ...line, section: line.section ?? '' }))
  const has = section?.counts ?? { easy: count, medium: count, hard: count }
  return withSectionCount(named, { section: id, count, has }).map(({ section: key, ...line }) =>
    key === '' ? line : { ...line, section: key },
  )
}

function shortfallOf(draw: Draw | undefined, index: number): LineShortfall | null {
  const found = draw?.shortfalls.find((one) => 'line' in one && one.line === index)
  return found && 'line' in found ? { kind: found.kind, missing: found.wanted - found.found } : null
}
