import type { TableFault, TableWarning } from '#core/grading/response-table.ts'

/** The same sentence in both languages, since the command line has no language setting. */
export type BothLanguages = { readonly fr: string; readonly en: string }

export const both = ({ fr, en }: BothLanguages): string => `${fr} · ${en}`

export function faultSentence(fault: TableFault): BothLanguages {
  switch (fault.code) {
    case 'no_student':
      return {
        fr: 'Aucun étudiant : le fichier ne contient que des titres.',
        en: 'No student: the file has nothing but titles.',
      }
    case 'no_item':
      return {
        fr: 'Aucune question : la première ligne doit porter un identifiant puis un titre par question.',
        en: 'No question: the first line must hold an identifier, then a title per question.',
      }
    case 'key_unreadable':
      return {
        fr: 'La clé ne correspond pas aux questions : une ligne « question,réponse » par question, ou les mêmes titres et une ligne de réponses.',
        en: 'The key does not match the questions: one line “question,answer” per question, or the same titles and a line of answers.',
      }
    case 'ragged_row':
      return {
        fr: `Ligne ${fault.line} : ${fault.cells} cellule${fault.cells > 1 ? 's' : ''}, ${fault.expected} attendues.`,
        en: `Line ${fault.line}: ${fault.cells} cell${fault.cells === 1 ? '' : 's'}, ${fault.expected} expected.`,
      }
    case 'item_twice':
      return {
        fr: `Deux colonnes portent le titre « ${fault.item} ».`,
        en: `Two columns are titled “${fault.item}”.`,
      }
    case 'key_missing':
      return {
        fr: `La clé ne dit rien de la question « ${fault.item} » (donnez --key).`,
        en: `The key says nothing of question “${fault.item}” (give --key).`,
      }
    case 'cell_unreadable':
      return {
        fr: `Ligne ${fault.line}, question « ${fault.item} » : « ${fault.cell} » n’est ni une lettre, ni 0 ou 1.`,
        en: `Line ${fault.line}, question “${fault.item}”: “${fault.cell}” is neither a letter, nor 0 or 1.`,
      }
    case 'key_cell_unreadable':
      return {
        fr: `La clé de la question « ${fault.item} », « ${fault.cell} », n’est ni une lettre, ni 0 ou 1.`,
        en: `The key of question “${fault.item}”, “${fault.cell}”, is neither a letter, nor 0 or 1.`,
      }
  }
}

export function warningSentence(warning: TableWarning): BothLanguages {
  switch (warning.code) {
    case 'student_twice':
      return {
        fr: `L’étudiant « ${warning.student} » a plusieurs lignes : chacune compte.`,
        en: `Student “${warning.student}” has several lines: each of them counts.`,
      }
    case 'key_chosen_by_nobody':
      return {
        fr: `Question « ${warning.item} » : personne n’a choisi la bonne réponse ${warning.choice}. Existe-t-elle ?`,
        en: `Question “${warning.item}”: nobody chose the right answer ${warning.choice}. Does it exist?`,
      }
  }
}
