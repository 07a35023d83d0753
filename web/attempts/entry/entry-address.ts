/** The address at which students join an exam, for a QR code. */
export const entryOf = (origin: string, joinCode: string): string => `${origin}/?code=${joinCode}`
