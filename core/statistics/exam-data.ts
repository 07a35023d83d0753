/**
 * The reliability of the marks of an exam, from plain arrays: classical test theory as Moodle computes it
 * (docs/scoring.md gives the formulas). Marks are in any one unit; facilities, correlations and ratios are fractions.
 */
export type ExamData = {
  readonly items: readonly StatisticsItem[]
  /** One row per student, one response per item; null where this student's paper did not ask the item. */
  readonly responses: readonly (readonly (StatisticsResponse | null)[])[]
  /**
   * Conversion of these marks to the unit of the figures that have one (mean, spread, error). Marks given as integers
   * are added exactly and converted last. Absent: no conversion.
   */
  readonly unit?: Unit | undefined
}

export type Unit = { readonly marks: number; readonly worth: number }

export type StatisticsItem = {
  readonly id: string
  /** 0 for a neutralised item, which then counts in no figure of the exam. */
  readonly maximum: number
  /** Empty when the ticked choices are unknown. */
  readonly choices: readonly { readonly id: string; readonly correct: boolean; readonly part?: string | undefined }[]
  /** Whether at most one choice can be ticked. */
  readonly isSingle: boolean
  /** Whether the answer is typed; the choices are then what was typed. */
  readonly isTyped?: boolean | undefined
  /** What answering at random earns on average, as a fraction of the maximum. */
  readonly guess?: number | undefined
}

export type StatisticsResponse = {
  /** The mark earned; for a blank, what the scale gives a blank, usually 0. */
  readonly mark: number
  /** What it could earn, when a correction made it something else for this student; else the maximum of the item. */
  readonly maximum?: number | undefined
  readonly isBlank: boolean
  readonly ticked?: readonly string[] | undefined
  readonly seconds?: number | undefined
}

export type StatisticsOptions = {
  /** `scored`: a blank keeps its mark, usually 0. `listwise`: a student with a blank is left out of everything. */
  readonly blanks: 'scored' | 'listwise'
}
