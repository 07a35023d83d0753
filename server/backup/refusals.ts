import { CannotStart } from '../platform/cannot-start.ts'

/** Errors that stop a backup or a restore, as sentences for the command line. */
const refuse = (french: string, english: string) => (cause?: unknown) =>
  new CannotStart({ french, english }, cause === undefined ? undefined : { cause })

export const damaged = refuse(
  'Ce fichier est abîmé ou tronqué : son contenu n’est plus celui qui a été sauvegardé. Rien n’a été changé.',
  'This file is damaged or cut short: its content is no longer what was backed up. Nothing was changed.',
)

export const notABackup = refuse(
  'Ce fichier n’est pas une sauvegarde de Barème. Rien n’a été changé.',
  'This file is not a backup of Barème. Nothing was changed.',
)

export const otherFormat = refuse(
  'Cette sauvegarde vient d’une version plus récente de Barème. Installez cette version, puis relancez.',
  'This backup comes from a newer version of Barème. Install that version, then try again.',
)

export const diskFull = refuse(
  'Le disque est plein : l’opération s’est arrêtée et n’a rien laissé à moitié. Faites de la place, puis relancez.',
  'The disk is full: the operation stopped and left nothing half done. Make room, then try again.',
)

export const serverRunning = refuse(
  'Barème tourne avec cette base. Arrêtez-le, restaurez, puis relancez-le.',
  'Barème is running on this database. Stop it, restore, then start it again.',
)

export const notEmpty = (what: string) =>
  refuse(
    `Cette installation n’est pas vide : ${what}. Pour la remplacer par la sauvegarde, ajoutez --replace.`,
    `This installation is not empty: ${what}. To replace it by the backup, add --replace.`,
  )()

export const notOurs = refuse(
  'Cette base contient les tables d’un autre logiciel. Donnez à Barème une base à lui.',
  'This database holds the tables of another program. Give Barème a database of its own.',
)

export const notAllowed = refuse(
  'Le compte de DATABASE_URL n’a pas le droit de créer les tables. Donnez-lui la propriété de la base.',
  'The account of DATABASE_URL may not create tables. Make it the owner of the database.',
)

export const notConfirmed = refuse(
  'Remplacement non confirmé : rien n’a été changé. Dans un script, ajoutez --yes.',
  'Replacement not confirmed: nothing was changed. In a script, add --yes.',
)

export const nothingHere = (dataDir: string) =>
  refuse(
    `Il n’y a rien à sauvegarder dans ${dataDir} : Barème n’y a jamais démarré. Donnez DATA_DIR ou DATABASE_URL.`,
    `There is nothing to back up in ${dataDir}: Barème never started there. Give DATA_DIR or DATABASE_URL.`,
  )()

export const otherSecret = refuse(
  'Le secret donné par SECRET ou SECRET_FILE n’est pas celui de la sauvegarde : codes et reçus ne se vérifieraient plus. Écrivez d’abord le bon : restore FICHIER --secret > secrets/session',
  'The secret given by SECRET or SECRET_FILE is not the one of the backup: codes and receipts would no longer verify. Write the right one first: restore FILE --secret > secrets/session',
)

export const noFile = (path: string) =>
  refuse(`Ce fichier n’existe pas : ${path}`, `This file does not exist: ${path}`)()
export const fileTaken = (path: string) =>
  refuse(
    `Ce fichier existe déjà : ${path}. Une sauvegarde n’en remplace jamais une autre.`,
    `This file already exists: ${path}. A backup never replaces another.`,
  )()
export const cannotWrite = (path: string) =>
  refuse(`Impossible d’écrire ici : ${path}`, `This cannot be written: ${path}`)()
