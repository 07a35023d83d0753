/**
 * How far the marks of an exam can be trusted, from plain arrays: classical test theory as Moodle computes it
 * (docs/scoring.md gives the formulas). Marks are in any one unit; facilities, correlations and ratios are fractions.
 */
export type ExamData = {
  readonly items: readonly StatisticsItem[]
  /** One row per student, one response per item; null where this student's paper did not ask the item. */
  readonly responses: readonly (readonly (StatisticsResponse | null)[])[]
  /**
   * What so many of these marks are worth in the figures that have a unit (mean, spread, error). Marks given as whole
   * numbers are added exactly, and this comes last. Left out: a mark is worth one.
   */
  readonly unit?: Unit | undefined
}

export type Unit = { readonly marks: number; readonly worth: number }

export type StatisticsItem = {
  readonly id: string
  /** 0 for a neutralised item: it then counts in no figure of the exam. */
  readonly maximum: number
  /** Empty when what was ticked is not known. */
  readonly choices: readonly { readonly id: string; readonly correct: boolean }[]
  /** Whether one choice at most can be ticked. */
  readonly isSingle: boolean
  /** What answering at random earns on average, as a fraction of the maximum. */
  readonly guess?: number | undefined
}

export type StatisticsResponse = {
  /** What was earned; for a blank, what the scale gives a blank, 0 as a rule. */
  readonly mark: number
  readonly isBlank: boolean
  readonly ticked?: readonly string[] | undefined
  readonly seconds?: number | undefined
}

export type StatisticsOptions = {
  /** `scored`: a blank keeps its mark, 0 as a rule. `listwise`: a student with a blank is left out of everything. */
  readonly blanks: 'scored' | 'listwise'
}
