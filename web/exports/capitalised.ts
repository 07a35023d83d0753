/** Capitalises the first letter, for « mardi 8 décembre » at the start of a sentence. */
export const capitalised = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)
