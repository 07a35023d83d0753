import type { ExamImportPreview } from '#contract/grading/exam-imports.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'

type Fault = ExamImportPreview['faults'][number]

/** The errors of a file, each with its place; all must be corrected before the import. */
export function ExamImportFaults({ preview: { faults, faultCount } }: { preview: ExamImportPreview }) {
  const { t } = useText()
  if (faultCount === 0) return null
  const sentence = ({ code, line = 0, item = '', cell = '', cells = 0, expected = 0 }: Fault) =>
    t(`grading.imports.faults.${code}`, { line, item, cell, cells, expected })
  return (
    <Notice tone="bad" live="alert">
      <p>{t('grading.imports.toMend', { count: faultCount })}</p>
      <ul className="import-faults">
        {faults.map((fault) => (
          <li key={JSON.stringify(fault)}>{sentence(fault)}</li>
        ))}
      </ul>
      {faultCount > faults.length && <p>{t('grading.imports.moreFaults', { count: faultCount - faults.length })}</p>}
    </Notice>
  )
}
