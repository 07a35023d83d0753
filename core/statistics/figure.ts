/** A statistic, or why there is none: a screen shows a blank with its reason, never NaN and never a false zero. */
export type Figure =
  | { readonly value: number; readonly reason?: undefined }
  | { readonly value: null; readonly reason: MissingReason }

export type MissingReason =
  | 'no_student'
  | 'one_student'
  /** The formula needs more students than there are (three for skewness and alpha's interval, four for kurtosis…). */
  | 'too_few_students'
  | 'no_item'
  | 'one_item'
  /** Everybody has the same mark: nothing can be compared. */
  | 'no_variance'
  /** The item is worth nothing. */
  | 'no_points'
  /** The item goes against the exam: its share of the total is the root of a negative number. */
  | 'negative_covariance'
  /** Negative marking: the mean mark is not a proportion. */
  | 'outside_range'
  /** Students were not asked the same questions. */
  | 'papers_differ'
  | 'nobody_chose'
  | 'not_given'

/** A 95 % interval. */
export type Interval = { readonly low: number; readonly high: number }

export const figure = (value: number): Figure => ({ value })
export const missing = (reason: MissingReason): Figure => ({ value: null, reason })

/** What `change` makes of a value; a missing figure stays missing for its own reason. */
export const derive = (from: Figure, change: (value: number) => Figure): Figure =>
  from.value === null ? from : change(from.value)
