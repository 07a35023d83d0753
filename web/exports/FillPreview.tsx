import type { Reply } from '#contract/endpoint.ts'
import type { previewFill } from '#contract/exports/fill-file.ts'
import { Identified } from '#web/students/Identified.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Status } from '#web/ui/Status.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { KeepTemplate } from './KeepTemplate.tsx'

type Preview = Reply<typeof previewFill>
type Line = Preview['lines'][number]
type Props = {
  courseId: string
  source: string
  preview: Preview
  busy: boolean
  onSheet: (sheet: string) => void
  onColumn: (column: number) => void
  onFill: () => void
}

/** Each line of the file: who it is, what its cell holds and what it will hold; the button writes exactly that. */
export function FillPreview({ courseId, source, preview, busy, onSheet, onColumn, onFill }: Props) {
  const { t, points } = useText()
  const { kind, sheets, sheet, titles, column, isSure, outOf, marksOutOf, counts, lines, missing, template } = preview
  const filled = counts.filled ?? 0
  const known = filled + (counts.unchanged ?? 0) + (counts.waiting ?? 0)
  const nameOf = (title: string, at: number) => title.trim() || t('students.import.columnNumber', { number: at + 1 })
  const none = column === null ? t('exports.fill.chooseColumn') : filled === 0 ? t('exports.fill.nothing') : undefined
  return (
    <section className="stack" aria-labelledby="cells">
      <div className="section-head">
        <h2 id="cells">{t('exports.fill.preview')}</h2>
        <p className="small muted">{t('exports.fill.untouched')}</p>
      </div>
      <div className="fill__choices">
        {kind === 'workbook' && sheets.length > 1 && (
          <Field label={t('students.import.workbook.sheet')}>
            <Select value={sheet} onChange={onSheet} options={sheets.map((name) => ({ value: name, label: name }))} />
          </Field>
        )}
        <Field label={t('exports.fill.column')} hint={isSure ? undefined : t('exports.fill.checkColumn')}>
          <Select
            value={column === null ? '' : String(column)}
            onChange={(value) => onColumn(Number(value))}
            options={[
              ...(column === null ? [{ value: '', label: t('exports.fill.noColumn') }] : []),
              ...titles.map((title, at) => ({ value: String(at), label: nameOf(title, at) })),
            ]}
          />
        </Field>
      </div>
      {template && (
        <p>
          <Status shape="good" tone="good" wraps>
            {t('exports.fill.templates.used', { name: template.name, by: template.byName })}
          </Status>
        </p>
      )}
      {template === null && column !== null && titles.length > 0 && (
        <KeepTemplate courseId={courseId} kept={{ titles, sheet: kind === 'workbook' ? sheet : '', column, source }} />
      )}
      <Stats>
        <Stat label={t('exports.fill.filled')} value={filled} />
        <Stat label={t('exports.fill.unchanged')} value={counts.unchanged ?? 0} />
        <Stat label={t('exports.fill.left')} value={lines.length - known + (counts.waiting ?? 0)} />
      </Stats>
      {outOf !== null && outOf * 100 !== marksOutOf && (
        <Notice tone="warn">
          <p>{t('exports.fill.otherScale', { asked: outOf, marks: points(marksOutOf) })}</p>
        </Notice>
      )}
      {missing.length > 0 && (
        <Notice tone="warn">
          <p>
            {t('exports.fill.missing', {
              count: missing.length,
              names: namesOf(missing),
            })}
          </p>
        </Notice>
      )}
      <Table
        caption={t('exports.fill.preview')}
        quietCaption
        columns={columnsOf(t)}
        rows={lines}
        rowKey={({ line }) => String(line)}
        toneOf={({ outcome }) => (isFine(outcome) ? undefined : 'warn')}
      />
      <div>
        <Button variant="primary" busy={busy} reason={none} onClick={onFill}>
          <Icon name="download" />
          {t('exports.fill.download', { count: filled })}
        </Button>
      </div>
    </section>
  )
}

const mostNamed = 12
const namesOf = (people: Preview['missing']) =>
  people
    .slice(0, mostNamed)
    .map(({ givenName, familyName }) => `${givenName} ${familyName}`)
    .join(', ') + (people.length > mostNamed ? '…' : '')

const isFine = (outcome: Line['outcome']) => outcome === 'filled' || outcome === 'unchanged' || outcome === 'waiting'

const columnsOf = (t: ReturnType<typeof useText>['t']): Column<Line>[] => [
  {
    id: 'student',
    header: t('exports.fill.student'),
    rowHeader: true,
    cell: ({ person, said }) => (person ? <Identified person={person} /> : said),
  },
  { id: 'line', header: t('exports.fill.line'), align: 'end', cell: ({ line }) => line },
  { id: 'cell', header: t('exports.fill.cell'), cell: (line) => <Cell {...line} /> },
]

function Cell({ outcome, before, after }: Line) {
  const { t, language } = useText()
  const shown = (value: string) => (language === 'fr' ? value.replace('.', ',') : value)
  if (!isFine(outcome))
    return (
      <Status shape="warn" tone="warn" wraps>
        {t(`exports.fill.outcomes.${outcome as 'unknown'}`)}
      </Status>
    )
  if (outcome === 'waiting') return <span className="muted">{t('exports.fill.outcomes.waiting')}</span>
  if (outcome === 'unchanged')
    return (
      <span className="muted">
        {before}, {t('exports.fill.outcomes.unchanged')}
      </span>
    )
  return (
    <>
      {before !== '' && (
        <>
          <del>
            <span className="vh">{t('students.import.before')} </span>
            {before}
          </del>{' '}
        </>
      )}
      <strong>{shown(after ?? '')}</strong>
    </>
  )
}
