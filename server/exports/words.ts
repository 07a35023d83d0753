import type { GradeDecision } from '#core/assessment/decision.ts'
import type { EntryStatus } from '#core/assessment/rules.ts'
import type { AttemptStatus } from '#core/attempts/sitting.ts'
import type { MarkedLine } from '#core/grading/marking.ts'
import type { Language } from '#core/language.ts'
import type { SectionVerdict } from '#core/statistics/sections.ts'

/** The texts of a file, in the language of its profile. */
export type FileWords = {
  results: string
  familyName: string
  givenName: string
  number: string
  email: string
  group: string
  slot: string
  /** Of a slot without a name, by its rank. */
  slotNamed: (rank: number) => string
  status: string
  /** « Note sur 20 » */
  markOn: (outOf: string) => string
  points: string
  answered: string
  minutes: string
  statusOf: (component: string) => string
  retakeOf: (component: string) => string
  examOf: (component: string) => string
  juryPoints: string
  juryReason: string
  studentId: string
  exactSum: string
  grade: string
  outcome: string
  outcomeBefore: string
  working: string
  attempt: Record<AttemptStatus | 'absent' | 'paper', string>
  entry: Record<EntryStatus, string>
  decision: Record<GradeDecision | 'missing', string>
  /** « Q3 (sur 1) » */
  questionOn: (position: number, outOf: string) => string
  position: string
  question: string
  answer: string
  /** From 1, the least sure, to 3. */
  certainty: string
  outcomeOf: string
  answerOutcome: Record<MarkedLine['outcome'], string>
  savedAt: string
  startedAt: string
  closedAt: string
  team: string
  handedInAt: string
  repository: string
  factor: string
  adjustment: string
  reason: string
  at: string
  who: string
  action: string
  subject: string
  before: string
  after: string
  pointsFile: string
  answersFile: string
  attendanceFile: string
  statisticsFile: string
  sectionsFile: string
  studentSectionsFile: string
  rubricFile: string
  journalFile: string
  section: Record<
    | 'session'
    | 'title'
    | 'objective'
    | 'objectives'
    | 'positions'
    | 'answers'
    | 'earned'
    | 'maximum'
    | 'share'
    | 'low'
    | 'high'
    | 'verdict'
    | 'review'
    | 'none',
    string
  >
  sectionVerdict: Record<SectionVerdict, string>
  /** « Images (points) », « Images (sur) » */
  sectionPoints: (title: string) => string
  sectionMaximum: (title: string) => string
  item: Record<
    | 'n'
    | 'blanks'
    | 'facility'
    | 'standardDeviation'
    | 'itemTotal'
    | 'itemRest'
    | 'upperLower'
    | 'alphaIfDeleted'
    | 'flags',
    string
  >
}

export const fileWords: Record<Language, FileWords> = {
  fr: {
    results: 'résultats',
    familyName: 'Nom',
    givenName: 'Prénom',
    number: 'Numéro',
    email: 'Adresse électronique',
    group: 'Groupe',
    slot: 'Créneau',
    slotNamed: (rank) => `Créneau ${rank}`,
    status: 'Statut',
    markOn: (outOf) => `Note sur ${outOf}`,
    points: 'Points',
    answered: 'Réponses données',
    minutes: 'Durée (min)',
    statusOf: (component) => `${component} (statut)`,
    retakeOf: (component) => `${component} (rattrapage)`,
    examOf: (component) => `${component} (examen compté)`,
    juryPoints: 'Points de jury',
    juryReason: 'Motif du jury',
    studentId: 'Identifiant Barème',
    exactSum: 'Somme exacte',
    grade: 'Note finale sur 20',
    outcome: 'Résultat',
    outcomeBefore: 'Résultat avant rattrapage',
    working: 'Calcul',
    attempt: {
      ready: 'pas commencée',
      in_progress: 'en cours',
      paused: 'en pause',
      submitted: 'remise',
      expired: 'temps écoulé',
      voided: 'annulée',
      absent: 'absent',
      paper: 'remise sur papier',
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
    questionOn: (position, outOf) => `Q${position} (sur ${outOf})`,
    position: 'Numéro de question',
    question: 'Question',
    answer: 'Réponse',
    certainty: 'Certitude (1 à 3)',
    outcomeOf: 'Jugement',
    answerOutcome: {
      right: 'juste',
      partial: 'en partie',
      wrong: 'faux',
      blank: 'sans réponse',
      invalid: 'non valable',
    },
    savedAt: 'Enregistrée le',
    startedAt: 'Début',
    closedAt: 'Remise',
    team: 'Équipe',
    handedInAt: 'Remis le',
    repository: 'Dépôt',
    factor: 'Facteur',
    adjustment: 'Ajustement',
    reason: 'Motif',
    at: 'Date',
    who: 'Qui',
    action: 'Action',
    subject: 'Objet',
    before: 'Avant',
    after: 'Après',
    pointsFile: 'points par question',
    answersFile: 'réponses',
    attendanceFile: 'présences',
    statisticsFile: 'statistiques',
    sectionsFile: 'sections',
    studentSectionsFile: 'sections par étudiant',
    rubricFile: 'grille',
    journalFile: 'journal',
    item: {
      n: 'Copies',
      blanks: 'Sans réponse',
      facility: 'Facilité',
      standardDeviation: 'Écart type (points)',
      itemTotal: 'Corrélation au total',
      itemRest: 'Discrimination',
      upperLower: 'Écart fort-faible',
      alphaIfDeleted: 'Alpha sans elle',
      flags: 'Signaux',
    },
    section: {
      session: 'Séance',
      title: 'Section',
      objective: 'Objectif',
      objectives: 'Objectifs',
      positions: 'Questions',
      answers: 'Réponses',
      earned: 'Points obtenus (moyenne)',
      maximum: 'Points possibles (moyenne)',
      share: 'Part des points (%)',
      low: 'Borne basse à 95 % (%)',
      high: 'Borne haute à 95 % (%)',
      verdict: 'Conclusion',
      review: 'À revoir',
      none: 'Sans section',
    },
    sectionVerdict: {
      acquired: 'acquise',
      not_acquired: 'non acquise',
      undecided: 'on ne peut pas conclure',
      too_few: 'trop peu de réponses pour conclure',
      not_asked: 'non interrogée',
    },
    sectionPoints: (title) => `${title} (points)`,
    sectionMaximum: (title) => `${title} (sur)`,
  },
  en: {
    results: 'results',
    familyName: 'Family name',
    givenName: 'Given name',
    number: 'Number',
    email: 'E-mail',
    group: 'Group',
    slot: 'Slot',
    slotNamed: (rank) => `Slot ${rank}`,
    status: 'Status',
    markOn: (outOf) => `Mark out of ${outOf}`,
    points: 'Points',
    answered: 'Answered',
    minutes: 'Duration (min)',
    statusOf: (component) => `${component} (status)`,
    retakeOf: (component) => `${component} (retake)`,
    examOf: (component) => `${component} (exam that counts)`,
    juryPoints: 'Jury points',
    juryReason: 'Jury reason',
    studentId: 'Barème id',
    exactSum: 'Exact sum',
    grade: 'Final grade out of 20',
    outcome: 'Result',
    outcomeBefore: 'Result before the retake',
    working: 'Working',
    attempt: {
      ready: 'not started',
      in_progress: 'in progress',
      paused: 'paused',
      submitted: 'submitted',
      expired: 'time ran out',
      voided: 'voided',
      absent: 'absent',
      paper: 'submitted on paper',
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
    questionOn: (position, outOf) => `Q${position} (out of ${outOf})`,
    position: 'Question number',
    question: 'Question',
    answer: 'Answer',
    certainty: 'Certainty (1 to 3)',
    outcomeOf: 'Outcome',
    answerOutcome: { right: 'right', partial: 'partly', wrong: 'wrong', blank: 'blank', invalid: 'invalid' },
    savedAt: 'Saved at',
    startedAt: 'Started',
    closedAt: 'Handed in',
    team: 'Team',
    handedInAt: 'Handed in',
    repository: 'Repository',
    factor: 'Factor',
    adjustment: 'Adjustment',
    reason: 'Reason',
    at: 'Date',
    who: 'Who',
    action: 'Action',
    subject: 'Subject',
    before: 'Before',
    after: 'After',
    pointsFile: 'points by question',
    answersFile: 'answers',
    attendanceFile: 'attendance',
    statisticsFile: 'statistics',
    sectionsFile: 'sections',
    studentSectionsFile: 'sections by student',
    rubricFile: 'rubric',
    journalFile: 'journal',
    item: {
      n: 'Copies',
      blanks: 'Blank',
      facility: 'Facility',
      standardDeviation: 'Standard deviation (points)',
      itemTotal: 'Item-total correlation',
      itemRest: 'Item-rest correlation',
      upperLower: 'Upper-lower difference',
      alphaIfDeleted: 'Alpha if deleted',
      flags: 'Flags',
    },
    section: {
      session: 'Session',
      title: 'Section',
      objective: 'Objective',
      objectives: 'Objectives',
      positions: 'Questions',
      answers: 'Answers',
      earned: 'Points earned (mean)',
      maximum: 'Points possible (mean)',
      share: 'Share of the points (%)',
      low: 'Lower bound at 95% (%)',
      high: 'Upper bound at 95% (%)',
      verdict: 'Conclusion',
      review: 'To review',
      none: 'No section',
    },
    sectionVerdict: {
      acquired: 'acquired',
      not_acquired: 'not acquired',
      undecided: 'no conclusion',
      too_few: 'too few answers for a conclusion',
      not_asked: 'not asked',
    },
    sectionPoints: (title) => `${title} (points)`,
    sectionMaximum: (title) => `${title} (out of)`,
  },
}

/** « remise », or « remise sur papier ». */
export const statusNameOf = ({ status, isPaper }: { status: AttemptStatus | 'absent'; isPaper: boolean }) =>
  isPaper && status === 'submitted' ? ('paper' as const) : status
