import { useState } from 'react'
import type { RulesView } from '#contract/assessment/rules.ts'
import type { Part } from '#core/assessment/rules.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { RoundingFields } from './RoundingFields.tsx'
import { TrialOutcome } from './TrialOutcome.tsx'
import { TrialTable } from './TrialTable.tsx'

/** Simulates other coefficients and another rounding, and shows whose grade would change. */
export function WhatIf({ sheet }: { sheet: FinalSheetView }) {
  const { t } = useText()
  const [trial, setTrial] = useState<Trying | null>(null)
  const weighted = sheet.rules.parts.filter(({ role }) => role === 'weighted')
  const now = trial ?? { shares: sharesOf(weighted), rounding: sheet.rules.rounding }
  const rules = trial && {
    ...sheet.rules,
    rounding: trial.rounding,
    parts: withShares(sheet.rules.parts, trial.shares),
  }
  const setShare = (partId: string, share: number) => {
    const others = weighted.filter(({ id }) => id !== partId)
    // With two components the shares add up to 100: one is the rest of the other. With more, each is kept as typed, and
    // the mean divides by their sum.
    const [only] = others
    const rest = only && others.length === 1 ? { [only.id]: 100 - share } : {}
    setTrial({ ...now, shares: { ...now.shares, ...rest, [partId]: share } })
  }
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
          <TrialOutcome sheet={sheet} rules={rules} />
          <TrialTable sheet={sheet} rules={rules} />
        </div>
      </div>
    </section>
  )
}

type Shares = Readonly<Record<string, number>>
type Trying = { shares: Shares; rounding: RulesView['rounding'] }

/** Coefficients as percentages, to two decimals so that thirds can be shown. */
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
