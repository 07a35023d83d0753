import { type NameOrder, splitFullName, tidyName } from './person-name.ts'

/** The fields of an imported class list, and how their columns are named in French and English. */
export const rosterFields = ['familyName', 'givenName', 'email', 'number', 'group', 'extraTime'] as const
export type RosterField = (typeof rosterFields)[number]
/** What a column of a file may hold: a field, or the full name, which is split in two. */
export const rosterColumnFields = [...rosterFields, 'fullName'] as const
export type RosterColumnField = (typeof rosterColumnFields)[number]

/** Field → index of its column, from 0; an absent one was not recognised and may be chosen by hand. */
export type RosterColumns = Partial<Record<RosterColumnField, number>>

/**
 * One line of the file, as text; `line` is its number as shown to people, from 1. A field without a column is absent.
 */
export type RosterRow = {
  readonly line: number /** True for a full name whose form does not show where to split it. */
  readonly isWhole?: boolean
} & Partial<Readonly<Record<RosterField, string>>>

/**
 * Without accents, case or punctuation; where a file has two of them (`nom`, `nom_usuel` in ScoDoc), the first here is
 * used.
 */
const namesOf: Readonly<Record<RosterColumnField, readonly string[]>> = {
  familyName: [
    'nom, nom de famille, nom famille, family name, familyname, last name, lastname, surname',
    'nom usuel, nom d usage, nom patronymique, nom de naissance, nom etudiant, nom de l etudiant',
    'family name of student, nachname, familienname, apellidos, apellido, cognome',
  ].flatMap((names) => names.split(', ')),
  givenName: [
    'prenom, prenoms, given name, givenname, first name, firstname, forename, given names',
    'prenom usuel, prenom d usage, prenom etudiant, prenom de l etudiant, first names',
    'first name of student, vorname, vornamen, rufname, nombre, nombres, nome',
  ].flatMap((names) => names.split(', ')),
  email: [
    'e mail, email, courriel, mail, mel, adresse e mail, adresse email, adresse mail',
    'adresse electronique, adresse courriel, adresse de courriel, email address, e mail address',
    'e mail adresse, email adresse, correo, correo electronico, posta elettronica',
    'courriel institutionnel, email institutionnel, mail institutionnel, adresse mail institutionnelle',
  ].flatMap((names) => names.split(', ')),
  number: [
    'numero, numero etudiant, numero d etudiant, n etudiant, n d etudiant, no etudiant, num etudiant',
    'code nip, nip, code etudiant, cod etu, matricule, id number, idnumber, student number',
    'student id, student no, number, n, no, num, numero apogee, code apogee, registration number',
    'matrikelnummer, matriculation number, matricola, matricula, id etudiant, id',
  ].flatMap((names) => names.split(', ')),
  group: [
    'groupe, groupes, group, groups, groupe td, groupe tp, groupe de td, groupe de tp, group1',
    'classe, class, cohorte, cohort, cohort1, td, tp',
  ].flatMap((names) => names.split(', ')),
  fullName: [
    'nom complet, nom et prenom, nom prenom, nom et prenoms, nom prenoms, prenom et nom, prenom nom',
    'etudiant, etudiants, eleve, eleves, nom de l eleve, apprenant, full name, fullname, name, student',
    'student name, name of student, display name, vollstandiger name, nombre completo, nome completo',
  ].flatMap((names) => names.split(', ')),
  extraTime: [
    'temps majore, tiers temps, extra time, extratime, temps supplementaire, majoration',
    'majoration de temps, temps additionnel, amenagement, amenagements, amenagement d epreuve',
  ].flatMap((names) => names.split(', ')),
}

export function recogniseColumns(headers: readonly string[]): RosterColumns {
  const plain = headers.map(plainHeader)
  const found = rosterColumnFields.flatMap((field) => {
    const name = namesOf[field].find((known) => plain.includes(known))
    return name === undefined ? [] : [[field, plain.indexOf(name)] as const]
  })
  const { fullName, ...columns } = Object.fromEntries(found) as RosterColumns
  // A list that also has separate name columns needs no splitting.
  return fullName === undefined || columns.familyName !== undefined ? columns : { ...columns, fullName }
}

/** « Nom Prénom » and « Prénom Nom » give the order; « Étudiant » does not. */
export function nameOrderOf(header: string): NameOrder {
  const plain = plainHeader(header)
  if (/^nom (et )?prenoms?$/.test(plain)) return 'family'
  return /^prenoms? (et )?nom$/.test(plain) ? 'given' : null
}

/** With fewer, it may be the title of the list rather than column titles. */
const enough = 2
const mostPreamble = 20

/**
 * Index of the first line with known titles, since a list may begin with its own title and a date; -1 when there is
 * none.
 */
export function titleLineOf(lines: readonly (readonly string[])[]): number {
  const counts = lines.slice(0, mostPreamble).map((cells) => Object.keys(recogniseColumns(cells)).length)
  const best = Math.max(0, ...counts)
  if (best === 0) return -1
  return (counts[0] ?? 0) > 0 || best < enough ? counts.findIndex((count) => count > 0) : counts.indexOf(best)
}

/**
 * Guesses the columns of a list without titles from their content: an @, a number, and the names, of which the family
 * name is in capitals or comes first. Only a proposal: the trainer checks it before anything is written.
 */
export function guessColumns(lines: readonly (readonly string[])[]): RosterColumns {
  const width = Math.max(0, ...lines.map((cells) => cells.length))
  const places = Array.from({ length: width }, (_, place) => place)
  const all = (place: number, shape: RegExp) => {
    const filled = lines.flatMap((cells) => tidyName(cells[place] ?? '') || [])
    return filled.length > 0 && filled.every((cell) => shape.test(cell))
  }
  const email = places.find((place) => all(place, /^\S+@\S+$/))
  const number = places.find((place) => place !== email && all(place, /^[A-Za-z]?\d{3,}[A-Za-z]?$/))
  const names = places.filter((place) => all(place, /^[\p{L}\p{M}\s'’.,-]+$/u))
  const [one, other] = names
  const isCapital = (place: number) => all(place, /^[^\p{Ll}]+$/u)
  const family = other !== undefined && isCapital(other) && !isCapital(one as number) ? other : one
  const given = family === one ? other : one
  const found = other === undefined ? { fullName: one } : { familyName: family, givenName: given }
  return Object.fromEntries(Object.entries({ ...found, email, number }).filter(([, place]) => place !== undefined))
}

/** A cell of the preview that the trainer wrote again. */
export type RosterMend = { readonly line: number; readonly field: RosterField; readonly text: string }

/** The rows with what was mended in them; a name that was mended needs no splitting any more. */
export function mendRows(rows: readonly RosterRow[], mends: readonly RosterMend[]): RosterRow[] {
  const byLine = new Map<number, RosterMend[]>()
  for (const mend of mends) byLine.set(mend.line, [...(byLine.get(mend.line) ?? []), mend])
  return rows.map((row) => {
    const own = byLine.get(row.line) ?? []
    if (own.length === 0) return row
    const isNamed = own.some(({ field }) => field === 'familyName' || field === 'givenName')
    const { isWhole, ...rest } = { ...row, ...Object.fromEntries(own.map(({ field, text }) => [field, text])) }
    return isWhole && !isNamed ? { ...rest, isWhole } : rest
  })
}

/** Cells missing from a short line are empty. */
export function rosterRow(
  cells: readonly string[],
  { fullName, ...columns }: RosterColumns,
  { line, order = null }: { line: number; order?: NameOrder },
): RosterRow {
  const said = Object.entries(columns).map(([field, index]) => [field, cells[index] ?? ''] as const)
  const row = { line, ...Object.fromEntries(said) }
  if (fullName === undefined || columns.familyName !== undefined) return row
  const { isWhole, ...names } = splitFullName(cells[fullName] ?? '', order)
  return { ...row, ...names, ...(isWhole ? { isWhole } : {}) }
}

export function plainHeader(header: string): string {
  const letters = header.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
