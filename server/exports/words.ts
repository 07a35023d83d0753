import type { EntryStatus } from '#core/assessment-rules.ts'
import type { Decision } from '#core/decision.ts'
import type { AttemptStatus } from '#core/sitting.ts'

/** The words of a file, in the language of its profile: a file has no screen to translate it. */
type FileWords = {
  results: string
  familyName: string
  givenName: string
  number: string
  email: string
  group: string
  status: string
  /** « Note sur 20 » */
  markOn: (outOf: string) => string
  points: string
  answered: string
  minutes: string
  statusOf: (component: string) => string
  exactSum: string
  grade: string
  outcome: string
  working: string
  attempt: Record<AttemptStatus | 'absent', string>
  entry: Record<EntryStatus, string>
  decision: Record<Decision | 'missing', string>
}

export const fileWords: Record<'fr' | 'en', FileWords> = {
  fr: {
    results: 'résultats',
    familyName: 'Nom',
    givenName: 'Prénom',
    number: 'Numéro',
    email: 'Adresse électronique',
    group: 'Groupe',
    status: 'Statut',
    markOn: (outOf) => `Note sur ${outOf}`,
    points: 'Points',
    answered: 'Réponses données',
    minutes: 'Durée (min)',
    statusOf: (component) => `${component} (statut)`,
    exactSum: 'Somme exacte',
    grade: 'Note finale sur 20',
    outcome: 'Résultat',
    working: 'Calcul',
    attempt: {
      ready: 'pas commencée',
      in_progress: 'en cours',
      paused: 'en pause',
      submitted: 'remise',
      expired: 'temps écoulé',
      voided: 'annulée',
      absent: 'absent',
    },
    entry: {
      present: 'présent',
      abi: 'ABI',
      abj: 'ABJ',
      exempt: 'dispensé',
      fraud: 'fraude',
      not_submitted: 'non rendu',
    },
    decision: {
      validated: 'Validé',
      resit: 'Rattrapage',
      failed: 'Ajourné',
      defaulted: 'DEF',
      missing: 'En attente',
    },
  },
  en: {
    results: 'results',
    familyName: 'Family name',
    givenName: 'Given name',
    number: 'Number',
    email: 'E-mail',
    group: 'Group',
    status: 'Status',
    markOn: (outOf) => `Mark out of ${outOf}`,
    points: 'Points',
    answered: 'Answered',
    minutes: 'Duration (min)',
    statusOf: (component) => `${component} (status)`,
    exactSum: 'Exact sum',
    grade: 'Final grade out of 20',
    outcome: 'Result',
    working: 'Working',
    attempt: {
      ready: 'not started',
      in_progress: 'in progress',
      paused: 'paused',
      submitted: 'submitted',
      expired: 'time ran out',
      voided: 'voided',
      absent: 'absent',
    },
    entry: {
      present: 'present',
      abi: 'unjustified absence',
      abj: 'justified absence',
      exempt: 'exempt',
      fraud: 'fraud',
      not_submitted: 'not submitted',
    },
    decision: {
      validated: 'Passed',
      resit: 'Resit',
      failed: 'Failed',
      defaulted: 'No result',
      missing: 'Waiting',
    },
  },
}
