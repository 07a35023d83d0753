import { type ReactNode, useState } from 'react'
import type { RulesView } from '#contract/assessment.ts'
import type { Part } from '#core/assessment-rules.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { PersonName } from '#web/attempts/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { decimalsOf, hundredthsOf } from './exact.ts'
import { RoundingFields } from './RoundingFields.tsx'
import type { Sheet } from './sheet.ts'
import { type Trial, tryRules } from './what-if.ts'

const mostShown = 8

/** Other coefficients, other rounding: who would change, before anything does. */
export function WhatIf({ sheet }: { sheet: Sheet }) {
  const { t, rich, mark, points } = useText()
  const [trial, setTrial] = useState<Trying | null>(null)
  const weighted = sheet.rules.parts.filter(({ role }) => role === 'weighted')
  const now = trial ?? { shares: sharesOf(weighted), rounding: sheet.rules.rounding }
  const rules =
    trial === null
      ? sheet.rules
      : { ...sheet.rules, rounding: now.rounding, parts: withShares(sheet.rules.parts, now.shares) }
  const setShare = (partId: string, share: number) => {
    const others = weighted.filter(({ id }) => id !== partId)
    // Of two, what one loses the other gains; of more, each keeps what was typed, and the mean divides by their sum.
    const [only] = others
    const rest = only && others.length === 1 ? { [only.id]: 100 - share } : {}
    setTrial({ ...now, shares: { ...now.shares, ...rest, [partId]: share } })
  }
  const result = tryRules(sheet, rules)
  const b = (words: ReactNode) => <strong key="b">{words}</strong>
  return (
    <section aria-labelledby="essai" className="what-if-box">
      <div className="section-head">
        <h2 id="essai">{t('assessment.whatIf.title')}</h2>
        <p>{t('assessment.whatIf.note')}</p>
      </div>
      <div className="what-if">
        <div className="stack stack--tight">
          {weighted.map(({ id, name }) => (
            <Field key={id} label={t('assessment.whatIf.coefficient', { component: name })}>
              <NumberStepper
                value={now.shares[id] ?? 0}
                onChange={(share) => setShare(id, share)}
                min={0}
                max={100}
                step={5}
              />
            </Field>
          ))}
          <RoundingFields rounding={now.rounding} onChange={(rounding) => setTrial({ ...now, rounding })} />
        </div>
        <div className="stack stack--tight">
          <p role="status">
            {trial === null
              ? t('assessment.whatIf.same')
              : rich('assessment.whatIf.result', {
                  count: result.changed.length,
                  total: result.total,
                  before: mark(Math.round(result.meanBefore)),
                  after: mark(Math.round(result.meanAfter)),
                  fall: result.fall,
                  rise: result.rise,
                  pass: points(hundredthsOf(sheet.rules.passMark)),
                  b,
                })}
          </p>
          {result.changed.length > 0 && (
            <Table
              caption={t('assessment.whatIf.caption', {
                shown: Math.min(mostShown, result.changed.length),
                count: result.changed.length,
              })}
              columns={columns}
              rows={result.changed.slice(0, mostShown).map((row) => ({
                ...row,
                decimals: Math.max(decimalsOf(rules.rounding.grain), decimalsOf(sheet.rules.rounding.grain)),
                pass: hundredthsOf(sheet.rules.passMark),
              }))}
              rowKey={({ line }) => line.studentId}
            />
          )}
        </div>
      </div>
    </section>
  )
}

type Shares = Readonly<Record<string, number>>
type Trying = { shares: Shares; rounding: RulesView['rounding'] }

/** Coefficients out of a hundred, to the hundredth so that thirds can be shown. */
function sharesOf(parts: readonly Part[]): Shares {
  const values = parts.map(({ id, coefficient }) => [id, toNumber(toRational(coefficient))] as const)
  const total = values.reduce((sum, [, value]) => sum + value, 0)
  return Object.fromEntries(
    values.map(([id, value]) => [id, total === 0 ? 0 : Math.round((value / total) * 10_000) / 100]),
  )
}

function withShares(parts: readonly Part[], shares: Shares): Part[] {
  return parts.map((part) => ({ ...part, coefficient: String(shares[part.id] ?? part.coefficient) }))
}

type Row = Trial['changed'][number] & { decimals: number; pass: number }

const columns: readonly Column<Row>[] = [
  { id: 'name', header: <Head id="column.name" />, rowHeader: true, cell: ({ line }) => <PersonName {...line} /> },
  { id: 'today', header: <Head id="whatIf.today" />, align: 'end', cell: (row) => <Grade row={row} of="before" /> },
  {
    id: 'scale',
    header: <Head id="column.scale" />,
    phone: 'hide',
    cell: ({ before, after, pass }) => <ScaleDot mark={after} was={before} pass={pass} />,
  },
  {
    id: 'then',
    header: <Head id="whatIf.then" />,
    align: 'end',
    big: true,
    phone: 'figure',
    cell: (row) => <Grade row={row} of="after" />,
  },
  { id: 'difference', header: <Head id="whatIf.difference" />, align: 'end', cell: (row) => <Difference row={row} /> },
]

function Head({ id }: { id: 'column.name' | 'column.scale' | 'whatIf.today' | 'whatIf.then' | 'whatIf.difference' }) {
  return useText().t(`assessment.${id}`)
}

function Grade({ row, of }: { row: Row; of: 'before' | 'after' }) {
  return useText().number(row[of] / 100, row.decimals)
}

function Difference({ row }: { row: Row }) {
  const { number } = useText()
  const difference = row.after - row.before
  return `${difference > 0 ? '+' : '−'}${number(Math.abs(difference) / 100, row.decimals)}`
}
