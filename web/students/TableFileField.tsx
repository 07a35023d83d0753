import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { largestSpreadsheetBytes, type ReadSheet, readSpreadsheet } from '#contract/students/spreadsheets.ts'
import { Refusal } from '#core/refusal.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'

export type TableFile = { text: string } | { base64: string }
type Props = {
  label: ReactNode
  hint: string
  file: File | null
  onFile: (file: File | null) => void
  /** What is read of the file: the bytes of a text, or the chosen sheet of a workbook; null while there is nothing. */
  onTable: (table: TableFile | null) => void
}

const isWorkbook = ({ name }: File) => /\.(xlsx|xlsm|ods)$/i.test(name)

/** A table as a file: a text, or a workbook whose sheet is chosen when it has several. */
export function TableFileField({ label, hint, file, onFile, onTable }: Props) {
  const { t, has } = useText()
  const { courseId } = usePathIds('courseId')
  const [chosen, setChosen] = useState(0)
  const workbook = useMutation({
    mutationKey: [readSpreadsheet.path],
    mutationFn: async (from: File) =>
      call(readSpreadsheet, { params: { courseId }, body: { base64: await base64Of(from) } }),
    onSuccess: ({ sheets }) => choose(sheets, 0),
  })
  const choose = (sheets: readonly ReadSheet[], at: number) => {
    setChosen(at)
    onTable({ text: sheets[at]?.text ?? '' })
  }
  const take = async (next: File | null) => {
    onFile(next)
    onTable(null)
    workbook.reset()
    if (!next) return
    if (isWorkbook(next)) workbook.mutate(next)
    else onTable({ base64: await base64Of(next) })
  }
  const sheets = workbook.data?.sheets ?? []
  const error = workbook.error && faultOf(workbook.error)
  function faultOf(fault: Error) {
    const { reason } = (fault instanceof Refusal && fault.code === 'unreadable_file' ? fault.details : {}) as {
      reason?: 'old_or_locked' | 'not_a_workbook' | 'damaged'
    }
    return reason ? t(`students.import.workbook.${reason}`) : sentenceOf(fault, { t, has })
  }
  return (
    <>
      <Field label={label} hint={workbook.isPending ? t('students.import.workbook.reading') : hint}>
        <FileDrop
          accept=".xlsx,.ods,.csv,.tsv,.txt"
          maxKb={largestSpreadsheetBytes / 1024}
          file={file}
          onFile={(next) => void take(next)}
        />
      </Field>
      {error && (
        <Notice tone="bad" live="alert">
          <p>{error}</p>
        </Notice>
      )}
      {sheets.length > 1 && (
        <Field label={t('students.import.workbook.sheet')}>
          <Select
            value={String(chosen)}
            onChange={(value) => choose(sheets, Number(value))}
            options={sheets.map(({ name, lines }, at) => ({
              value: String(at),
              label: t('students.import.workbook.sheetOption', { name, count: lines }),
            }))}
          />
        </Field>
      )}
    </>
  )
}
