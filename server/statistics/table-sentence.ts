import type { TableFault, TableWarning } from '#core/response-table.ts'

/** In French, for the person at the command line. */
export function faultSentence(fault: TableFault): string {
  switch (fault.code) {
    case 'no_student':
      return 'Aucun étudiant : le fichier ne contient que des titres.'
    case 'no_item':
      return 'Aucune question : la première ligne doit porter un identifiant puis un titre par question.'
    case 'key_unreadable':
      return 'La clé ne correspond pas aux questions : une ligne « question,réponse » par question, ou les mêmes titres et une ligne de réponses.'
    case 'ragged_row':
      return `Ligne ${fault.line} : ${fault.cells} cellules, ${fault.expected} attendues.`
    case 'item_twice':
      return `Deux colonnes portent le titre « ${fault.item} ».`
    case 'key_missing':
      return `La clé ne dit rien de la question « ${fault.item} » (donnez --key).`
    case 'cell_unreadable':
      return `Ligne ${fault.line}, question « ${fault.item} » : « ${fault.cell} » n’est ni une lettre, ni 0 ou 1.`
    case 'key_cell_unreadable':
      return `La clé de la question « ${fault.item} », « ${fault.cell} », n’est ni une lettre, ni 0 ou 1.`
  }
}

export function warningSentence(warning: TableWarning): string {
  switch (warning.code) {
    case 'student_twice':
      return `L’étudiant « ${warning.student} » a plusieurs lignes : chacune compte.`
    case 'key_chosen_by_nobody':
      return `Question « ${warning.item} » : personne n’a choisi la bonne réponse ${warning.choice}. Existe-t-elle ?`
  }
}
