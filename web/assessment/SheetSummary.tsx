import { typedText } from '#core/exact-text.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { BlockersView } from './BlockersView.tsx'
import { centreOf, hundredthsOf } from './exact.ts'
import { type FinalSheetView, gradeOf } from './final-sheet.ts'
import { shareText } from './share-text.ts'
import type { SetEntries } from './use-entries.ts'

type Props = {
  courseId: string
  sheet: FinalSheetView
  onRules: () => void
  onSet: SetEntries
  busy: boolean
  onShow: (blocker: string) => void
}

/** The results of the class, then what keeps the sheet from being complete, beside the rules. */
export function SheetSummary(props: Props) {
  const { sheet, onRules } = props
  const { t, mark } = useText()
  const grades = sheet.lines.flatMap((line) => gradeOf(line) ?? [])
  const centre = centreOf(grades)
  const decided = (decision: string) =>
    sheet.lines.filter(({ result }) => result.status === 'graded' && result.decision === decision).length
  const [resit, failed] = [decided('resit'), decided('failed')]
  return (
    <section className="final-top" aria-label={t('assessment.summary')}>
      <div>
        <Stats>
          <Stat label={t('assessment.mean')} value={centre ? mark(Math.round(centre.mean)) : '–'} unit="/ 20" />
          <Stat label={t('assessment.median')} value={centre ? mark(Math.round(centre.median)) : '–'} unit="/ 20" />
          <Stat
            label={t('assessment.validated')}
            value={decided('validated')}
            unit={t('assessment.ofTotal', { total: sheet.lines.length })}
          />
          {(resit > 0 || failed === 0) && <Stat label={t('assessment.resit')} value={resit} />}
          {failed > 0 && <Stat label={t('assessment.failed')} value={failed} />}
        </Stats>
        {sheet.seal === null && <BlockersView {...props} />}
      </div>
      <RulesBox sheet={sheet} onRules={onRules} />
    </section>
  )
}

function RulesBox({ sheet, onRules }: Pick<Props, 'sheet' | 'onRules'>) {
  const { t, points, language } = useText()
  const { rules } = sheet
  return (
    <div className="rules-box">
      <h2 className="small-title">{t('assessment.rules.title')}</h2>
      <dl className="facts">
        {rules.parts.map(({ id, name, coefficient, role }) => (
          <RuleLine
            key={id}
            name={name}
            value={
              role === 'added'
                ? t('assessment.live.added', { coefficient: typedText(coefficient, language) })
                : t('assessment.live.share', {
                    share: shareText({ rules, coefficient, language }),
                    coefficient: typedText(coefficient, language),
                  })
            }
          />
        ))}
        <RuleLine
          name={t('assessment.rules.rounding')}
          value={t('assessment.rules.roundingValue', {
            grain: t(`assessment.student.grains.g${rules.rounding.grain}`),
            direction: t(`assessment.student.directions.${rules.rounding.direction}`),
          })}
        />
        <RuleLine name={t('assessment.rules.compensation')} value={t(`assessment.rules.${rules.compensation}`)} />
        <RuleLine
          name={t('assessment.policy.retakeRule')}
          value={t('assessment.policy.retakeValue', {
            kind: rules.retake.kind,
            cap: rules.retake.kind === 'capped' ? points(hundredthsOf(rules.retake.cap)) : '',
          })}
        />
        <RuleLine
          name={t('assessment.rules.pass')}
          value={`${points(Math.round(toNumber(toRational(rules.passMark)) * 100))} / 20`}
        />
      </dl>
      <p className="small muted">
        {t('assessment.effectsNote', { abi: rules.effects.abi, abj: rules.effects.abj })}
        {rules.individualRequired && ` ${t('assessment.policy.individualYes')}`}
      </p>
      <Button size="small" onClick={onRules} reason={sheet.seal ? t('assessment.final.locked') : undefined}>
        {t('assessment.rules.edit')}
      </Button>
    </div>
  )
}

function RuleLine({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
