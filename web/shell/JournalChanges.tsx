import type { JournalLine } from '#contract/exports/journal-line.ts'
import { useText } from '#web/text/text.tsx'
import './journal-changes.css'

type Changes = JournalLine['changes']

/** What changed, field by field, in words; a field that has no name for people is left to the file of the journal. */
export function JournalChanges({ changes }: { changes: Changes }) {
  const { t, has } = useText()
  const valueText = useValueText()
  const known = changes.flatMap((change) => {
    const field = `exports.journalPage.field.${change.field}`
    return has(field) ? [{ ...change, name: t(field) }] : []
  })
  if (known.length === 0) return null
  return (
    <details className="journal-changes">
      <summary>{t('exports.journalPage.values', { count: known.length })}</summary>
      <ul className="small">
        {known.map(({ name, field, before, after }) => (
          <li key={`${field} ${String(before)} ${String(after)}`}>
            {name}
            {t('exports.journalPage.colon')}
            {before !== null && after !== null ? (
              <>
                <del>
                  <span className="vh">{t('exports.journalPage.before')} </span>
                  {valueText(field, before)}
                </del>{' '}
                <span aria-hidden="true">→</span>{' '}
                <ins>
                  <span className="vh">{t('exports.journalPage.after')} </span>
                  {valueText(field, after)}
                </ins>
              </>
            ) : (
              valueText(field, before ?? after ?? '')
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

const hundredths = /^(mark|markBefore|markAfter|adjustment|points|pass|outOf)$/

function useValueText() {
  const { t, has, mark, number, dateTime } = useText()
  return (field: string, value: string | number | boolean): string => {
    if (typeof value === 'boolean') return t(value ? 'exports.journalPage.yes' : 'exports.journalPage.no')
    if (typeof value === 'number')
      return hundredths.test(field) ? mark(value) : number(value, Number.isInteger(value) ? 0 : 2)
    if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return dateTime(value)
    const word = `exports.journalPage.value.${value}`
    return has(word) ? t(word) : value
  }
}
