/** Which column of an imported class list holds what, by the French and English names in use. */
export const rosterFields = ['familyName', 'givenName', 'email', 'number', 'group', 'extraTime'] as const
export type RosterField = (typeof rosterFields)[number]

/** Field → index of its column, from 0; what is absent was not recognised and may be chosen by hand. */
export type RosterColumns = Partial<Record<RosterField, number>>

/** One line of the file, as text; `line` is its number for a person, from 1. A field without a column is absent. */
export type RosterRow = { readonly line: number } & Partial<Readonly<Record<RosterField, string>>>

/** Without accents, case or punctuation; where a file has two (`nom`, `nom_usuel` in ScoDoc), the first here wins. */
const namesOf: Readonly<Record<RosterField, readonly string[]>> = {
  familyName: [
    'nom, nom de famille, nom famille, family name, familyname, last name, lastname, surname',
    'nom usuel, nom d usage, nom patronymique, nom de naissance, nom etudiant, nom de l etudiant',
  ].flatMap((names) => names.split(', ')),
  givenName: [
    'prenom, prenoms, given name, givenname, first name, firstname, forename, given names',
    'prenom usuel, prenom d usage, prenom etudiant, prenom de l etudiant, first names',
  ].flatMap((names) => names.split(', ')),
  email: [
    'e mail, email, courriel, mail, mel, adresse e mail, adresse email, adresse mail',
    'adresse electronique, adresse courriel, adresse de courriel, email address, e mail address',
    'courriel institutionnel, email institutionnel, mail institutionnel, adresse mail institutionnelle',
  ].flatMap((names) => names.split(', ')),
  number: [
    'numero, numero etudiant, numero d etudiant, n etudiant, n d etudiant, no etudiant, num etudiant',
    'code nip, nip, code etudiant, cod etu, matricule, id number, idnumber, student number',
    'student id, student no, number, n, no, num, numero apogee, code apogee',
  ].flatMap((names) => names.split(', ')),
  group: [
    'groupe, groupes, group, groups, groupe td, groupe tp, groupe de td, groupe de tp, group1',
    'classe, class, cohorte, cohort, cohort1, td, tp',
  ].flatMap((names) => names.split(', ')),
  extraTime: [
    'temps majore, tiers temps, extra time, extratime, temps supplementaire, majoration',
    'majoration de temps, temps additionnel, amenagement, amenagements, amenagement d epreuve',
  ].flatMap((names) => names.split(', ')),
}

export function recogniseColumns(headers: readonly string[]): RosterColumns {
  const plain = headers.map(plainHeader)
  const found = rosterFields.flatMap((field) => {
    const name = namesOf[field].find((known) => plain.includes(known))
    return name === undefined ? [] : [[field, plain.indexOf(name)] as const]
  })
  return Object.fromEntries(found)
}

/** Cells a short line does not have are empty. */
export function rosterRow(cells: readonly string[], columns: RosterColumns, line: number): RosterRow {
  const said = Object.entries(columns).map(([field, index]) => [field, cells[index] ?? ''] as const)
  return { line, ...Object.fromEntries(said) }
}

export function plainHeader(header: string): string {
  const letters = header.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
