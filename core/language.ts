/** The languages of the interface and of courses. */
export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]
