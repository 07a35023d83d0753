import type { ExtraTime } from '#core/timing.ts'

export type DemoStudent = {
  familyName: string
  givenName: string
  group: string
  ability: number
  extraTime: ExtraTime
}

const none: ExtraTime = { kind: 'none' }
const third: ExtraTime = { kind: 'ratio', numerator: 4, denominator: 3 }
const half: ExtraTime = { kind: 'ratio', numerator: 3, denominator: 2 }

/** An invented class: ability on the logit scale of a Rasch model, 0 for an average student. */
const lines: readonly [string, string, 'A' | 'B', number, ExtraTime?][] = [
  ['Amrani', 'Yasmine', 'A', 1.4],
  ['Béranger', 'Louis', 'A', 0.1],
  ['Bouvier-Lachaud', 'Camille', 'B', 0.8],
  ['Chevalier', 'Hugo', 'A', -0.7],
  ['Da Silva', 'Inês', 'B', 0.5],
  ['D’Almeida', 'Kevin', 'A', -0.4],
  ['de La Fontaine', 'Apolline', 'B', 0.2],
  ['Diallo', 'Mamadou', 'A', 1.1],
  ['El Khattabi', 'Sofia', 'B', 0.6],
  ['Faure', 'Mathis', 'A', -1.3],
  ['Gautier', 'Élise', 'B', 1.6],
  ['Haddad', 'Rayan', 'A', 0.4],
  ['Huynh', 'Minh-Anh', 'B', 2.3],
  ['Kouassi', 'Aya', 'A', 0.7, half],
  ['Le Goff', 'Erwan', 'B', -0.1],
  ['Lefèvre', 'Chloé', 'A', 1.2, third],
  ['Martinez', 'Théo', 'B', -1.0],
  ['Moreau', 'Lucie', 'A', 0.9],
  ['N’Diaye', 'Fatou', 'B', 0.3],
  ['Nguyen', 'Bao', 'A', 0.0],
  ['Petit', 'Antoine', 'B', -1.8],
  ['Rousseau', 'Jeanne', 'A', 1.8],
  ['Traoré', 'Ibrahim', 'B', -0.3],
  ['Zimmermann', 'Paul', 'A', 0.2, third],
]

export const demoClass: readonly DemoStudent[] = lines.map(([familyName, givenName, group, ability, extraTime]) => ({
  familyName,
  givenName,
  group,
  ability,
  extraTime: extraTime ?? none,
}))

/** Absent from the exam. */
export const absent = 'D’Almeida'

export const demoTeams = ['Cumulus', 'Stratus', 'Nimbus', 'Cirrus', 'Altostratus', 'Mistral']
