type Addresses = { origin: string; lan: string[]; firstLink: string | null; isTerminal: boolean }

/** The one thing a trainer must find in the window: where to go. French, then English. */
export function announce({ origin, lan, firstLink, isTerminal }: Addresses) {
  const lines = [
    `Barème est prêt · Barème is ready   ${origin}`,
    ...(lan.length > 0 ? ['Vos étudiants tapent · Your students type', ...lan.map((address) => `    ${address}`)] : []),
    ...(firstLink ? ['Première connexion · First sign-in', `    ${firstLink}`] : []),
    ...(isTerminal ? ['Arrêter : Ctrl-C · Stop: Ctrl-C'] : []),
  ]
  const body = lines.map((line) => `  ${line}`).join('\n')
  process.stdout.write(isTerminal ? `\n${body}\n\n` : `${body}\n`)
}
