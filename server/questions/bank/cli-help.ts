import { exportUsage } from '#server/questions/formats/export-command.ts'
import { importUsage } from '#server/questions/formats/import-command.ts'
import { enemiesUsage } from './enemies-command.ts'
import { newCourseUsage } from './new-course-command.ts'

/** French, then English. */
export const help = `npm run questions -- COMMANDE

  check [--json]      vérifie chaque fichier de la banque
  lint [--json]       cherche les questions faibles
  coverage [--json] [--plan FICHIER]
                      compte les questions par section, face à un plan
  ${enemiesUsage}
                      propose les paires à ne pas tirer ensemble, en accepte ou en écarte une
  stamp               note l’empreinte des passages cités
  schema              écrit les schémas des éditeurs
  ${importUsage}
                      lit un fichier de questions ; avec --section, l’ajoute à la banque
  ${exportUsage}
                      écrit la banque pour un autre outil et dit ce qu’il ne sait pas porter
  ${newCourseUsage}
                      commence un cours que npm start peut servir

Codes de sortie : 0 tout va bien, 1 quelque chose est à corriger, 2 la commande n’est pas comprise.

  check, lint, coverage   check the bank, look for weak questions, count questions by section
  enemies                 proposes pairs not to draw together, accepts or dismisses one
  stamp, schema           record the cited passages, write the schemas of editors
  import FILE             reads a file of questions; with --section ID, adds them to the bank
  export FORMAT           writes the bank for another tool, and says what it cannot carry
  new-course FOLDER       starts a course npm start can serve

Exit codes: 0 all is well, 1 something is to be corrected, 2 the command is not understood.`
