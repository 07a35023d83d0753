import type { BrowserTrialResult } from './use-browser-trial.ts'

/**
 * What a trial found, by what there is to do. `other`: another browser; `silent`: Safe Exam Browser that shows no key.
 */
type BrowserFinding = 'right' | 'other' | 'silent' | 'wrongKey' | 'wrongAddress'

export function findingOf({ fault, isLocked }: Pick<BrowserTrialResult, 'fault' | 'isLocked'>): BrowserFinding {
  switch (fault) {
    case null:
      return 'right'
    case 'wrong_key':
      return 'wrongKey'
    case 'wrong_address':
      return 'wrongAddress'
    case 'absent':
      return isLocked ? 'silent' : 'other'
  }
}

/** Where a recommended browser is not the one, students are let in: that is no error. */
export const toneOf = (finding: BrowserFinding, use: BrowserTrialResult['use']) =>
  finding === 'right' ? 'good' : use === 'required' ? 'bad' : 'warn'
