/** A statistic, or the reason why there is none, so that a page shows the reason instead of NaN or a false zero. */
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
  /** All marks are equal: nothing can be compared. */
  | 'no_variance'
  /** The item is worth nothing. */
  | 'no_points'
  /** The covariance of the item with the total is negative, so its square root does not exist. */
  | 'negative_covariance'
  /** Negative marking: the mean mark is not a proportion. */
  | 'outside_range'
  /** Students were asked different questions. */
  | 'papers_differ'
  | 'nobody_chose'
  | 'not_given'

/** A 95 % interval. */
export type Interval = { readonly low: number; readonly high: number }

export const figure = (value: number): Figure => ({ value })
export const missing = (reason: MissingReason): Figure => ({ value: null, reason })

/** Applies `change` to a value; a missing figure keeps its reason. */
export const derive = (from: Figure, change: (value: number) => Figure): Figure =>
  from.value === null ? from : change(from.value)
