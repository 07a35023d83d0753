import { useId } from 'react'
import type { RulesView } from '#contract/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { presetRules, presets } from './rules-draft.ts'

type Props = { rules: RulesView; sources: FinalSheetView['sources']; onChoose: (rules: RulesView) => void }

/** Preset rules, which only fill the draft. */
export function PresetButtons({ rules, sources, onChoose }: Props) {
  const { t } = useText()
  const titleId = useId()
  return (
    <div role="group" aria-labelledby={titleId} className="stack stack--tight">
      <h3 id={titleId} className="small-title">
        {t('assessment.preset.title')}
      </h3>
      <div className="cluster">
        {presets.map((preset) => (
          <Button key={preset} size="small" onClick={() => onChoose(presetRules(preset, { rules, sources }))}>
            {t(`assessment.preset.${preset}`)}
          </Button>
        ))}
      </div>
      <p className="small muted">{t('assessment.preset.note')}</p>
    </div>
  )
}
