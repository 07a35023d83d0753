import type { ArchiveTableName } from './row-shapes.ts'

/**
 * The tables of an exam, each after those it references. A test compares this list with the foreign keys of the
 * database, and fails for a table that depends on an exam and is missing here.
 */
export type ArchivedTable = {
  readonly table: ArchiveTableName
  /** The condition that selects the rows of exam $1. */
  readonly where: string
  readonly orderBy: string
  /** Columns left out: set again where the archive is restored. */
  readonly omitted?: readonly string[]
  /** Rows without an id, identified by their order. */
  readonly isOrdered?: true
  /** In French, for the index page. */
  readonly title: string
}

const ofExam = { where: `"examId" = $1` }

const ofCopies = { where: `"attemptId" in (select id from "Attempt" where "examId" = $1)` }

const inOrder = { orderBy: 'id', omitted: ['id'], isOrdered: true as const }

export const archivedTables: readonly ArchivedTable[] = [
  // Links the bank's records to a marking; computed again after a restore.
  { table: 'Exam', where: 'id = $1', orderBy: 'id', omitted: ['recorded'], title: 'L’examen et ses réglages' },
  { table: 'ExamQuestion', ...ofExam, orderBy: 'position', title: 'Les questions, figées à la publication' },
  {
    table: 'Image',
    where: `"courseId" = (select "courseId" from "Exam" where id = $1) and hash in (
      select found[1] from "ExamQuestion" q,
        regexp_matches(concat(q.asked, q.content, q.explained), 'images/([0-9a-f]{64})', 'g') found where q."examId" = $1)`,
    orderBy: 'hash',
    title: 'Les images de ces questions',
  },
  {
    table: 'Student',
    where: `id in (select "studentId" from "Attempt" where "examId" = $1 union select "studentId" from "Attendance" where "examId" = $1
      union select "studentId" from "Candidate" where "examId" = $1
      union select "studentId" from "LockedBrowserPass" where "examId" = $1
      union select "studentId" from "LockedBrowserContact" where "examId" = $1)`,
    orderBy: 'id',
    // An access code is hashed with the secret of this installation and signs somebody in there.
    omitted: ['codeHash', 'codeSetAt'],
    title: 'Les étudiants qui ont une copie',
  },
  { table: 'ExamSlot', ...ofExam, orderBy: 'number', title: 'Les créneaux' },
  { table: 'Candidate', ...ofExam, orderBy: '"studentId"', title: 'Qui passe, et ce qui change pour certains' },
  // A restored attempt cannot be open on any page.
  { table: 'Attempt', ...ofExam, orderBy: 'id', omitted: ['isLettered'], title: 'Les copies' },
  { table: 'PaperEntry', ...ofCopies, orderBy: '"attemptId"', title: 'Les copies saisies depuis le papier' },
  { table: 'Answer', ...ofCopies, orderBy: '"attemptId", "questionId"', title: 'Les réponses retenues' },
  { table: 'AnswerEvent', ...ofCopies, orderBy: '"attemptId", device, sequence', title: 'Le journal des réponses' },
  {
    table: 'LateDecision',
    ...ofCopies,
    orderBy: '"attemptId", device, sequence',
    title: 'Les décisions sur les retards',
  },
  { table: 'AttemptEvent', ...ofCopies, ...inOrder, title: 'La vie des copies' },
  { table: 'ExamMessage', ...ofExam, orderBy: 'id', title: 'Les messages de la salle' },
  { table: 'MessageReading', ...ofCopies, orderBy: '"attemptId", "messageId"', title: 'Les lectures de ces messages' },
  { table: 'LockedBrowserFile', ...ofExam, orderBy: 'key', title: 'Les fichiers de Safe Exam Browser' },
  { table: 'LockedBrowserPass', ...ofExam, orderBy: 'id', title: 'Les dispenses de navigateur verrouillé' },
  { table: 'LockedBrowserContact', ...ofExam, orderBy: '"studentId"', title: 'Dans quel navigateur chacun était' },
  { table: 'Attendance', ...ofExam, orderBy: '"studentId"', title: 'Les présences' },
  { table: 'Incident', ...ofExam, ...inOrder, title: 'Le journal de l’épreuve' },
  { table: 'MarkingRun', ...ofExam, orderBy: 'number', title: 'Les corrections, avec leurs règles' },
  {
    table: 'Mark',
    where: `"runId" in (select id from "MarkingRun" where "examId" = $1)`,
    orderBy: '"runId", "attemptId"',
    title: 'Les notes et leur calcul',
  },
  { table: 'Contestation', ...ofCopies, orderBy: 'id', title: 'Les contestations' },
  {
    table: 'AuditLine',
    where: `subject = 'exam:' || $1::text and "courseId" = (select "courseId" from "Exam" where id = $1)`,
    ...inOrder,
    title: 'Qui a changé quoi, et pourquoi',
  },
]

/** Tables that depend on an exam but are not in its archive, with the reason. */
export const leftOut: Readonly<Record<string, string>> = {
  AttemptContact: 'when a page was last heard, of no use once the exam is over',
  LockedBrowserProof: 'of a session, for a quarter of an hour',
  Intervention: 'under way for seconds; the journal keeps it',
  Rehearsal: 'a trial by simulated students, of no use elsewhere',
  AssessmentEntry: 'of the final sheet of the course, which is sealed and kept by itself',
  QuestionRecord: 'worked out from the marks, for the bank it is restored beside',
  Computation: 'worked out again where it is restored',
  LtiColumn: 'a column of marks of a platform that this installation alone is registered with',
  LtiScore: 'what such a platform was sent',
  SittingNotice: 'what students were told before the exam, of no use once it is over',
  LtiLink: 'an activity of a platform that this installation alone is registered with',
}

/** One row per line, in PostgreSQL's JSON, which is deterministic. $1: the exam. */
export const rowsQuery = ({ table, where, orderBy, omitted = [] }: ArchivedTable) =>
  `select (to_jsonb(t) - array[${omitted.map((name) => `'${name}'`).join(',')}]::text[])::text as row
   from (select * from "${table}" where ${where.replaceAll('$1', '$1::uuid')} order by ${orderBy}) t`
