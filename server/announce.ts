import type { ReadyServer } from './after-start.ts'

type Addresses = ReadyServer & { origin: string; lan: string[]; isTerminal: boolean }

/** The start message in the terminal, above all the address to open. French, then English. */
export function announce({ origin, lan, firstLink, problems, demo, isTerminal }: Addresses) {
  const lines = [
    `Barème est prêt · Barème is ready   ${origin}`,
    ...(lan.length > 0 ? ['Vos étudiants tapent · Your students type', ...lan.map((address) => `    ${address}`)] : []),
    ...(firstLink ? ['Première connexion · First sign-in', `    ${firstLink}`] : []),
    ...(demo ? demoLines(demo) : []),
    ...problemLines(problems),
    ...(isTerminal ? ['Arrêter : Ctrl-C · Stop: Ctrl-C'] : []),
  ]
  const body = lines.map((line) => `  ${line}`).join('\n')
  process.stdout.write(isTerminal ? `\n${body}\n\n` : `${body}\n`)
}

function demoLines({ examTitle, joinCode, students }: NonNullable<ReadyServer['demo']>) {
  if (!joinCode) return []
  return [
    `Examen ouvert · Open exam: « ${examTitle} », code ${joinCode}`,
    ...students.map(({ name, code }) => `    ${code}   ${name}`),
    'Des robots composent, marqués « robot » · Robots sit it, marked “robot”',
  ]
}

const mostProblems = 8

/** A question left out because of an error in its file must be noticed before the exam. */
function problemLines(problems: ReadyServer['problems']) {
  if (problems.length === 0) return []
  const left = problems.length - mostProblems
  return [
    'Fichiers de questions à corriger · Question files to mend',
    ...problems.slice(0, mostProblems).map((problem) => `    ${problem}`),
    ...(left > 0 ? [`    … et ${left} de plus · and ${left} more: npm run questions -- check`] : []),
  ]
}
