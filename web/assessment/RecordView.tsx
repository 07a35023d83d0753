import type { getFinalisation } from '#contract/assessment/finalisation.ts'
import type { Reply } from '#contract/endpoint.ts'
import { type MarkPart, markParts } from '#core/assessment/rules.ts'
import { typedText } from '#core/exact-text.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { centreOf, decimalsOf, hundredthsOf } from './exact.ts'
import { gradeOf, type SheetLine } from './final-sheet.ts'

export type SheetRecord = Reply<typeof getFinalisation>

/** The printed record that the jury signs: the rules as text, one row per student, the figures and the hash. */
export function RecordView({ record }: { record: SheetRecord }) {
  const { t, dateTime, mark, points, language } = useText()
  const parts = markParts(record.rules)
  const { rules } = record
  const grades = record.lines.flatMap((line) => gradeOf(line) ?? [])
  const centre = centreOf(grades)
  const counts = ['validated', 'resit', 'failed', 'defaulted'] as const
  const said = counts.flatMap((decision) => {
    const count = record.lines.filter(({ result }) => decisionOf(result) === decision).length
    return count > 0 ? `${t(`assessment.student.decisions.${decision}`)} ${count}` : []
  })
  return (
    <div className="record">
      {record.reopened && (
        <Notice tone="warn">
          <p>
            {t('assessment.final.reopenedBy', {
              name: record.reopened.byName,
              at: dateTime(record.reopened.at),
              reason: record.reopened.reason,
            })}
          </p>
        </Notice>
      )}
      <p className="record__course">
        <strong>{record.courseTitle}</strong> {record.year} · {record.title}
      </p>
      <Facts
        facts={[
          [
            t('assessment.rules.components'),
            parts.map(({ name, coefficient }) => `${name} × ${typedText(coefficient, language)}`).join(', '),
          ],
          [
            t('assessment.rules.rounding'),
            t('assessment.rules.roundingValue', {
              grain: t(`assessment.student.grains.g${rules.rounding.grain}`),
              direction: t(`assessment.student.directions.${rules.rounding.direction}`),
            }),
          ],
          [t('assessment.rules.compensation'), t(`assessment.rules.${rules.compensation}`)],
          [
            t('assessment.policy.retakeRule'),
            t('assessment.policy.retakeValue', {
              kind: rules.retake.kind,
              cap: rules.retake.kind === 'capped' ? points(hundredthsOf(rules.retake.cap)) : '',
            }),
          ],
          [t('assessment.record.outcome'), said.join(', ')],
          [
            t('assessment.record.centre'),
            centre ? `${mark(Math.round(centre.mean))} · ${mark(Math.round(centre.median))}` : '–',
          ],
        ]}
      />
      <Lines record={record} parts={parts} />
      <div className="record__sign">
        {(['president', 'member', 'member2'] as const).map((who) => (
          <p key={who}>{t(`assessment.record.${who}`)}</p>
        ))}
      </div>
      <p className="record__seal small">
        {t('assessment.record.seal', {
          number: record.number,
          name: record.sealedByName,
          at: dateTime(record.sealedAt),
        })}{' '}
        {record.isIntact ? t('assessment.record.intact') : t('assessment.final.tampered')}
        <br />
        <span className="mono">SHA-256 {record.hash}</span>
      </p>
    </div>
  )
}

function Lines({ record, parts }: { record: SheetRecord; parts: readonly MarkPart[] }) {
  const { t, number } = useText()
  const decimals = decimalsOf(record.rules.rounding.grain)
  return (
    <TableFrame caption={t('assessment.sheet')} quietCaption phone="scroll">
      <thead>
        <tr>
          <th scope="col">{t('assessment.record.number')}</th>
          <th scope="col">{t('assessment.column.name')}</th>
          {parts.map(({ id, name }) => (
            <th key={id} scope="col" className="table__end">
              {name}
            </th>
          ))}
          <th scope="col" className="table__end">
            {t('assessment.column.final')}
          </th>
          <th scope="col">{t('assessment.column.decision')}</th>
        </tr>
      </thead>
      <tbody>
        {record.lines.map((line) => (
          <tr key={line.studentId}>
            <td>{line.number}</td>
            <th scope="row" className="table__lead">
              {line.familyName === '' ? t('assessment.record.erased') : <PersonLink {...line} />}
            </th>
            {parts.map(({ id }) => (
              <td key={id} className="table__end">
                <Cell line={line} component={id} />
              </td>
            ))}
            <td className="table__end">
              <strong>
                {line.result.status === 'graded' ? number(line.result.grade / 100, decimals) : t('assessment.def')}
              </strong>
            </td>
            <td>
              <Outcome line={line} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  )
}

function Cell({ line, component }: { line: SheetLine; component: string }) {
  const { t, mark } = useText()
  const entry = line.entries.find((each) => each.component === component)
  if (!entry) return '–'
  const first =
    entry.status === 'present'
      ? entry.mark === null
        ? '–'
        : mark(hundredthsOf(entry.mark))
      : t(`assessment.statusShort.${entry.status}`)
  if (entry.retake === null) return first
  return `${first} ${t('assessment.record.retake', { mark: mark(hundredthsOf(entry.retake)) })}`
}

function Outcome({ line }: { line: SheetLine }) {
  const { t, points } = useText()
  const { result, jury } = line
  const words = [t(`assessment.student.decisions.${decisionOf(result)}`)]
  if (result.status === 'graded' && result.mention) words.push(t(`assessment.student.mentions.${result.mention}`))
  if (jury)
    words.push(
      t('assessment.record.jury', {
        points: `${jury.points > 0 ? '+' : '−'}${points(Math.abs(jury.points))}`,
        reason: jury.reason,
      }),
    )
  return words.join(', ')
}

/** The decision of a row; a sheet with a row that still waits for a mark cannot be finalised. */
const decisionOf = (result: SheetLine['result']) => (result.status === 'graded' ? result.decision : 'defaulted')
