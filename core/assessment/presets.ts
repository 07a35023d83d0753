/** Default rules of an assessment. */

import type { MentionRule } from './decision.ts'
import type { AssessmentRules, Effects, Part, Source } from './rules.ts'

/** As most French university charters: an unjustified absence leaves no result, a justified one is not held against. */
export const usualEffects: Effects = {
  abi: 'block',
  abj: 'neutralise',
  exempt: 'neutralise',
  fraud: 'zero',
  not_submitted: 'zero',
}

export const usualMentions: readonly MentionRule[] = [
  { id: 'passable', from: '10' },
  { id: 'assez_bien', from: '12' },
  { id: 'bien', from: '14' },
  { id: 'tres_bien', from: '16' },
]

type Weighed = Pick<Part, 'id' | 'name' | 'coefficient'> & { readonly source: Source }

/**
 * A plain weighted mean, to the hundredth, with the usual effects and full compensation; a team's mark alone gives no
 * result.
 */
export function weightedMeanRules(parts: readonly Weighed[]): AssessmentRules {
  return {
    parts: parts.map(({ source, ...part }) => ({
      ...part,
      role: 'weighted',
      minimum: null,
      effects: {},
      content: { kind: 'mark', source },
    })),
    keep: { kind: 'all' },
    compensation: 'full',
    effects: usualEffects,
    retake: { kind: 'best' },
    individualRequired: true,
    rounding: { grain: 1, direction: 'nearest' },
    passMark: '10',
    session: 'first',
    mentions: usualMentions,
  }
}

/** This course: the multiple-choice exam and the project count for half each; the grade is given to the half point. */
export function courseRules({ exam, project }: { readonly exam: Source; readonly project: Source }): AssessmentRules {
  const rules = weightedMeanRules([
    { id: 'qcm', name: 'QCM', coefficient: '0.5', source: exam },
    { id: 'projet', name: 'Projet', coefficient: '0.5', source: project },
  ])
  return { ...rules, rounding: { grain: 50, direction: 'nearest' } }
}
