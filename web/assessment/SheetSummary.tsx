import { markParts } from '#core/assessment/rules.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { StatusGlyph } from '#web/ui/StatusGlyph.tsx'
import { centreOf, hundredthsOf } from './exact.ts'
import { type FinalSheetView, gradeOf, isWaiting, nameOf, type SheetLine } from './final-sheet.ts'

type Props = { sheet: FinalSheetView; onRules: () => void }

const mostShown = 6

/** The results of the class, then the students who wait for a decision and why, beside the rules. */
export function SheetSummary({ sheet, onRules }: Props) {
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
        <ToDecide sheet={sheet} />
      </div>
      <RulesBox sheet={sheet} onRules={onRules} />
    </section>
  )
}

function ToDecide({ sheet }: { sheet: FinalSheetView }) {
  const { t } = useText()
  const lines = sheet.lines.filter(isWaiting)
  return (
    <>
      <h2 className="small-title">{t('assessment.decideFirst')}</h2>
      <ul className="checks">
        {lines.slice(0, mostShown).map((line) => (
          <li key={line.studentId} className="tone--warn">
            <StatusGlyph shape="warn" />
            <span>
              <strong>{nameOf(line)}</strong>. <Reasons sheet={sheet} line={line} />
            </span>
          </li>
        ))}
        {lines.length > mostShown && (
          <li>
            <span className="muted">{t('assessment.more', { count: lines.length - mostShown })}</span>
          </li>
        )}
        {lines.length === 0 && (
          <li className="tone--good">
            <StatusGlyph shape="good" />
            <span>{t('assessment.nothingToDecide')}</span>
          </li>
        )}
      </ul>
    </>
  )
}

/** Why each missing mark is missing. */
function Reasons({ sheet, line }: { sheet: FinalSheetView; line: SheetLine }) {
  const { t } = useText()
  const names = new Map(markParts(sheet.rules).map(({ id, name }) => [id, name]))
  const reasons = line.entries.flatMap(({ component, waiting, status }) =>
    waiting && status === 'present'
      ? t(`assessment.waiting.${waiting}`, { component: names.get(component) ?? component })
      : [],
  )
  return reasons.length > 0 ? reasons.join(' ') : t('assessment.neutralOnly')
}

function RulesBox({ sheet, onRules }: Props) {
  const { t, percent, points } = useText()
  const { rules } = sheet
  const total = rules.parts
    .filter(({ role }) => role === 'weighted')
    .reduce((sum, part) => sum + toNumber(toRational(part.coefficient)), 0)
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
                ? t('assessment.policy.bonus')
                : total > 0
                  ? percent(toNumber(toRational(coefficient)) / total, 1)
                  : coefficient
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
      <p className="small no-print">
        <a href="#essai">{t('assessment.whatIf.go')}</a>
      </p>
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
