import { parseRational } from '#core/rational.ts'
import { parseAmcParameters } from '#core/scoring/amc.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import { faultsOfScale } from '#core/scoring/faults.ts'
import type { Scale, ScaleKind } from '#core/scoring/scale.ts'

export const scaleKinds = [
  'right_minus_wrong',
  'all_or_nothing',
  'balanced',
  'coverage',
  'each_choice',
  'negative',
  'discordance',
  'coherences',
  'choice_weights',
  'amc',
  'certainty',
] as const satisfies readonly ScaleKind[]

/** The fields of a scale as typed in a form. */
export type ScaleText = {
  kind: ScaleKind
  floorAtZero: boolean
  wrong: string
  blank: string
  amcSingle: string
  amcMultiple: string
}

export const hasFloor = (kind: ScaleText['kind']) =>
  kind === 'right_minus_wrong' || kind === 'balanced' || kind === 'choice_weights'

const start: ScaleText = {
  kind: 'right_minus_wrong',
  floorAtZero: true,
  wrong: '-1/4',
  blank: '0',
  amcSingle: 'b=1,m=0',
  amcMultiple: 'b=1,m=0,p=0',
}

export function textOfScale(scale: Scale): ScaleText {
  switch (scale.kind) {
    case 'right_minus_wrong':
    case 'balanced':
    case 'choice_weights':
      return { ...start, kind: scale.kind, floorAtZero: scale.floorAtZero }
    case 'negative':
      return { ...start, ...scale }
    case 'amc':
      return { ...start, kind: 'amc', amcSingle: amcText(scale.single), amcMultiple: amcText(scale.multiple) }
    case 'all_or_nothing':
    case 'coverage':
    case 'each_choice':
    case 'discordance':
    case 'coherences':
    case 'certainty':
      return { ...start, kind: scale.kind }
  }
}

/** The scale of the typed fields; null when they are invalid. */
export const scaleOf = (text: ScaleText): Scale | null => (scaleFaultOf(text) === null ? make(text) : null)

/** The last part of the text id of the error, under grading.scales; null when the fields are valid. */
export function scaleFaultOf(text: ScaleText): 'fault' | 'beyondMaximum' | null {
  const made = make(text)
  const faults = made && faultsOfScale(made)
  if (faults?.length === 0) return null
  return faults?.includes('beyond_maximum') ? 'beyondMaximum' : 'fault'
}

function make({ kind, floorAtZero, wrong, blank, amcSingle, amcMultiple }: ScaleText): Scale | null {
  switch (kind) {
    case 'right_minus_wrong':
    case 'balanced':
    case 'choice_weights':
      return { kind, floorAtZero }
    case 'negative':
      return parseRational(wrong) && parseRational(blank) ? { kind, wrong, blank } : null
    case 'amc': {
      const [single, multiple] = [parseAmcParameters(amcSingle), parseAmcParameters(amcMultiple)]
      if (single.unread.length + multiple.unread.length > 0) return null
      return { kind, single: single.parameters, multiple: multiple.parameters }
    }
    case 'certainty':
      return { kind, levels: gardnerMedwin.map((level) => ({ ...level })) }
    case 'all_or_nothing':
    case 'coverage':
    case 'each_choice':
    case 'discordance':
    case 'coherences':
      return { kind }
  }
}

const amcText = (parameters: Record<string, string | undefined>) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name === 'max' ? 'MAX' : name}=${value}`)
    .join(',')
