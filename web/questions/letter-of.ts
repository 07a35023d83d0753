/** The letter before a choice, by its rank from 0: A is the first. */
export const letterOf = (rank: number) => String.fromCharCode(65 + rank)
