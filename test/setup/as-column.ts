/**
 * A value that the type of a JSON column refuses: one left by an older version or an archive, or the few fields a test
 * needs.
 */
export const asColumn = (value: unknown) => value as never
