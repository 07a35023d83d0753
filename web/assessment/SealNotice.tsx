import { markParts } from '#core/assessment/rules.ts'
import { at } from '#web/addresses.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { hundredthsOf } from './exact.ts'
import type { FinalSheetView } from './final-sheet.ts'
import { ReopenButton } from './ReopenButton.tsx'

type Props = { courseId: string; sheet: FinalSheetView }

/** Who finalised the sheet and when, and which marks have changed since. */
export function SealNotice({ courseId, sheet }: Props) {
  const { t, dateTime } = useText()
  const { seal, differences } = sheet
  if (seal === null) return null
  return (
    <>
      <Notice
        tone="good"
        icon="lock"
        actions={
          <div className="actions">
            <LinkButton href={at.course(courseId).record(seal.number)}>{t('assessment.final.record')}</LinkButton>
            <ReopenButton courseId={courseId} number={seal.number} />
          </div>
        }
      >
        <p>
          <strong>{t('assessment.final.sealed', { number: seal.number })}</strong>{' '}
          {t('assessment.final.sealedBy', { name: seal.sealedByName, at: dateTime(seal.sealedAt) })}{' '}
          <span className="mono small">{shortHash(seal.hash)}</span>
        </p>
      </Notice>
      {!seal.isIntact && (
        <Notice tone="bad" live="alert">
          <p>{t('assessment.final.tampered')}</p>
        </Notice>
      )}
      {differences.length > 0 && <Differences sheet={sheet} />}
    </>
  )
}

/** The first 16 hexadecimal digits of the hash, in groups of four: enough to compare with a printed record by eye. */
export const shortHash = (hash: string) => (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ').toUpperCase()

function Differences({ sheet }: Pick<Props, 'sheet'>) {
  const { t } = useText()
  const retakes = sheet.differences.filter(hasNewRetake).length
  const names = new Map(markParts(sheet.rules).map(({ id, name }) => [id, name]))
  return (
    <section className="sheet-changes" aria-labelledby="ecarts">
      <Notice tone="warn" live="status">
        <p id="ecarts">
          <strong>{t('assessment.final.differences', { count: sheet.differences.length })}</strong>{' '}
          {t(retakes > 0 ? 'assessment.final.retakeCame' : 'assessment.final.differencesText', { count: retakes })}
        </p>
      </Notice>
      <Table
        caption={t('assessment.final.differences', { count: sheet.differences.length })}
        quietCaption
        columns={columnsOf((id) => t(`assessment.${id}`))}
        rows={sheet.differences.map((difference) => ({ ...difference, names }))}
        rowKey={({ studentId }) => studentId}
      />
    </section>
  )
}

/** Whether a retake gave a mark since, or another one. */
const hasNewRetake = ({ sealed, now }: FinalSheetView['differences'][number]) =>
  now?.entries.some(
    ({ component, retake }) =>
      retake !== null && retake !== sealed?.entries.find((entry) => entry.component === component)?.retake,
  ) ?? false

type Row = FinalSheetView['differences'][number] & { names: ReadonlyMap<string, string> }
type Standing = NonNullable<Row['sealed']>

/** Titles as text, so that the phone layout can repeat them beside each value. */
const columnsOf = (title: (id: 'column.name' | 'final.what' | 'final.then' | 'final.now') => string): Column<Row>[] => [
  { id: 'name', header: title('column.name'), rowHeader: true, cell: (row) => <PersonLink {...row} /> },
  { id: 'what', header: title('final.what'), phone: 'wide', cell: (row) => <What row={row} /> },
  { id: 'sealed', header: title('final.then'), align: 'end', cell: (row) => <Grade of={row.sealed} /> },
  { id: 'now', header: title('final.now'), align: 'end', big: true, cell: (row) => <Grade of={row.now} /> },
]

function What({ row }: { row: Row }) {
  const { t, mark } = useText()
  if (row.sealed === null) return t('assessment.final.arrived')
  if (row.now === null) return t('assessment.final.gone')
  const first = ({ status, mark: exact }: Standing['entries'][number]) =>
    status === 'present' ? (exact === null ? '–' : mark(hundredthsOf(exact))) : t(`assessment.statusShort.${status}`)
  const say = (entry: Standing['entries'][number]) =>
    entry.retake === null
      ? first(entry)
      : `${first(entry)} (${t('assessment.final.retakeNow', { mark: mark(hundredthsOf(entry.retake)) })})`
  return row.sealed.entries
    .map((before) => {
      const after = row.now?.entries.find(({ component }) => component === before.component)
      return `${row.names.get(before.component) ?? before.component} ${say(before)} → ${after ? say(after) : '–'}`
    })
    .join(', ')
}

function Grade({ of }: { of: Standing | null }) {
  const { t, mark } = useText()
  if (of === null) return '–'
  if (of.grade !== null && of.decision !== null)
    return (
      <>
        {mark(of.grade)} <small className="muted">{t(`assessment.student.decisions.${of.decision}`)}</small>
      </>
    )
  return of.status === 'blocked' ? t('assessment.def') : t('assessment.toDecide')
}
