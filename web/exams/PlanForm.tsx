import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import type { getDraw } from '#contract/exams/composition.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { noSection } from '#core/courses/outline.ts'
import { at } from '#web/addresses.ts'
import { sectionOptions, waitingIn } from '#web/questions/section-options.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Select } from '#web/ui/Select.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { FixedQuestions } from './FixedQuestions.tsx'
import { OwnQuestions } from './OwnQuestions.tsx'
import { type PlanLine, PlanRow } from './PlanRow.tsx'
import { PlanShelf } from './PlanShelf.tsx'

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
  const isShort = draw !== undefined && draw.asked < requested
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
      {lines.length === 0 ? (
        <EmptyState title={t('exams.plan.emptyTitle')} level={3}>
          {t('exams.plan.emptyText')}
        </EmptyState>
      ) : (
        <TableFrame caption={t('exams.plan.caption')} quietCaption phone="rows">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                {t('exams.plan.section')}
              </th>
              <th role="columnheader" scope="col">
                {t('exams.plan.difficulty')}
              </th>
              <th role="columnheader" scope="col">
                {t('exams.plan.asked')}
              </th>
              <th role="columnheader" scope="col">
                {t('exams.plan.allows')}
              </th>
              <th role="columnheader" scope="col" className="table__end">
                {t('exams.plan.available')}
              </th>
            </tr>
          </thead>
          {groupsOf(bank, lines).map(({ id, title, rows }) => (
            <tbody key={id} role="rowgroup">
              <tr role="row" className="plan__session">
                <th role="rowheader" scope="rowgroup" colSpan={5}>
                  {title || t('exams.plan.anySection')}
                </th>
              </tr>
              {rows.map(({ index, line, section }) => (
                <PlanRow
                  key={index}
                  line={line}
                  section={section}
                  shortfall={shortfallOf(draw, index)}
                  onChange={(next) => setLine(index, next)}
                />
              ))}
            </tbody>
          ))}
          <tfoot role="rowgroup">
            <tr role="row">
              <th role="rowheader" scope="row" colSpan={2}>
                {t('exams.plan.total')}
              </th>
              <td role="cell">{t('exams.plan.totalAsked', { count: requested })}</td>
              <td role="cell" colSpan={2} className={isShort ? 'table__end plan__short' : 'table__end'}>
                {draw && t('exams.plan.totalDrawn', { count: draw.asked })}
              </td>
            </tr>
          </tfoot>
        </TableFrame>
      )}
      <AddSection
        bank={bank}
        onAdd={(section) => setLines([...lines, { ...(section ? { section } : {}), count: 1 }])}
      />
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

/** Groups the lines by session, in the order of the course; their order in the plan is unchanged. */
function groupsOf({ sessions }: Bank, lines: readonly PlanLine[]) {
  const placed = lines.map((line, index) => ({ line, index }))
  const groups = sessions.map((session) => ({
    id: session.id,
    title: session.title,
    rows: session.sections.flatMap((section) =>
      placed.filter(({ line }) => line.section === section.id).map((one) => ({ ...one, section })),
    ),
  }))
  const known = new Set(groups.flatMap(({ rows }) => rows.map(({ index }) => index)))
  const loose = placed.filter(({ index }) => !known.has(index)).map((one) => ({ ...one, section: null }))
  return [...groups, { id: '', title: '', rows: loose }].filter(({ rows }) => rows.length > 0)
}

function shortfallOf(draw: Draw | undefined, index: number): { kind: 'line' | 'pool'; missing: number } | null {
  const found = draw?.shortfalls.find((one) => 'line' in one && one.line === index)
  return found && 'line' in found ? { kind: found.kind, missing: found.wanted - found.found } : null
}

function AddSection({ bank, onAdd }: { bank: Bank; onAdd: (section: string) => void }) {
  const { t } = useText()
  const all = bank.sessions.flatMap(({ sections }) => sections)
  const [section, setSection] = useState(all[0]?.id ?? '')
  return (
    <div className="plan__add">
      <Field label={t('exams.plan.add')}>
        <Select
          value={section}
          onChange={setSection}
          options={[...sectionOptions(bank.sessions), { value: '', label: t('exams.plan.anySection') }]}
        />
      </Field>
      <Button onClick={() => onAdd(section)}>
        <Icon name="plus" />
        {t('exams.plan.addGo')}
      </Button>
    </div>
  )
}
