import { useQuery } from '@tanstack/react-query'
import { listExportProfiles } from '#contract/exports/export-profiles.ts'
import { type ExportProfile, exportProfiles } from '#contract/exports/exports.ts'
import { isOfferedIn } from '#core/exports/file-layout.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { type CourseFiles, type FiledExam, type FileRow, fileRowsOf } from './file-rows.ts'

type Props = { courseId: string; files: CourseFiles; exam: FiledExam | undefined; onExam: (id: string) => void }

/** One row per kind of data, one column per program; the exam is chosen above. */
export function FilesTable({ courseId, files, exam, onExam }: Props) {
  const { t, shortDate } = useText()
  const kept = useQuery(query(listExportProfiles, { params: { courseId } }))
  const own = kept.data?.profiles ?? []
  const rows = fileRowsOf(courseId, files, exam)
  const labelOf = ({ title, closedAt, timeZone }: FiledExam) =>
    `${title}, ${closedAt ? t('exports.closedOn', { date: shortDate(closedAt, timeZone) }) : t('exports.running')}`
  return (
    <section className="files" aria-label={t('exports.table.caption')}>
      {exam && (
        <div className="files__exam">
          <Field label={t('exports.table.exam')}>
            <Select
              value={exam.id}
              onChange={onExam}
              options={files.exams.map((one) => ({ value: one.id, label: labelOf(one) }))}
            />
          </Field>
        </div>
      )}
      <Table
        caption={t('exports.table.caption')}
        columns={useColumns(
          own,
          rows.some(({ kind }) => kind === 'archive'),
        )}
        rows={rows}
        rowKey={({ id }) => id}
      />
    </section>
  )
}

type Kept = { id: string; name: string; kind: string }

const isText = (profile: ExportProfile) => profile === 'excel_fr' || profile === 'rfc4180'

function useColumns(own: readonly Kept[], hasArchive: boolean): Column<FileRow>[] {
  const { t, language } = useText()
  const nameOf = useFileName()
  // One column of text, that of the reader's language; a profile of the course gives the other.
  const otherText = language === 'fr' ? 'rfc4180' : 'excel_fr'
  const titleOf = (profile: ExportProfile) =>
    profile === 'xlsx_fr' || profile === 'xlsx_en'
      ? t('exports.table.excel')
      : isText(profile)
        ? t('exports.table.csv')
        : t(`exports.profile.${profile}.name`)
  const link = (row: FileRow, profile: string, name: string) => (
    <a className="files__get" href={row.hrefOf(profile)} download title={name}>
      <Icon name="download" />
      <span className="vh">{t('exports.download', { profile: name, title: nameOf(row) })}</span>
    </a>
  )
  const hasOwn = own.length > 0
  return [
    {
      id: 'data',
      header: t('exports.table.data'),
      rowHeader: true,
      cell: (row) => <Data row={row} />,
    },
    ...exportProfiles
      .filter((profile) => isOfferedIn(profile, language) && profile !== otherText)
      .map(
        (profile): Column<FileRow> => ({
          id: profile,
          header: titleOf(profile),
          cell: (row) => row.profiles.includes(profile) && link(row, profile, t(`exports.profile.${profile}.name`)),
        }),
      ),
    ...(hasArchive
      ? [
          {
            id: 'zip',
            header: t('exports.table.zip'),
            cell: (row: FileRow) => row.kind === 'archive' && link(row, '', t('exports.table.zip')),
          },
        ]
      : []),
    ...(hasOwn
      ? [
          {
            id: 'own',
            header: t('exports.table.own'),
            cell: (row: FileRow) => {
              const fit = own.filter(({ kind }) => kind === row.kind)
              return (
                fit.length > 0 && (
                  <ul className="files__own">
                    {fit.map(({ id, name }) => (
                      <li key={id}>
                        <a href={row.hrefOf(id)} download>
                          {name}
                          <span className="vh">, {nameOf(row)}</span>
                        </a>
                      </li>
                    ))}
                  </ul>
                )
              )
            },
          },
        ]
      : []),
  ]
}

/** « Notes, QCM final »: what a link downloads, in its name. */
function useFileName() {
  const { t } = useText()
  return ({ kind, of }: FileRow) => {
    const title = kind === 'archive' ? t('exports.archive.file') : t(`exports.file.${kind}`)
    return of === '' ? title : `${title}, ${of}`
  }
}

function Data({ row: { kind, of, count } }: { row: FileRow }) {
  const { t } = useText()
  const notes = {
    archive: () => t('exports.archive.fileNote'),
    results: () => `${t('exports.marks', { count: count ?? 0 })}, ${t('exports.file.resultsNote')}`,
    final_sheet: () => `${t('exports.students', { count: count ?? 0 })}, ${t('exports.file.final_sheetNote')}`,
    rubric: () => t('exports.file.rubricNote', { title: of, count: count ?? 0 }),
  }
  const note = kind in notes ? notes[kind as keyof typeof notes]() : t(`exports.file.${kind as 'points'}Note`)
  return (
    <>
      {kind === 'archive' ? t('exports.archive.file') : t(`exports.file.${kind}`)}
      <span className="sub">{note}</span>
    </>
  )
}
