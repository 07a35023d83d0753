/**
 * A value for a JSON column that its type refuses: what an older version or an archive left there, or the few fields a
 * test needs.
 */
export const asColumn = (value: unknown) => value as never
