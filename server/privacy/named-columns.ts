import type { erasedPlaces } from '#contract/privacy/privacy.ts'

type Place = (typeof erasedPlaces)[number]
export type NamedColumns = {
  /** The join that leads to the course. */
  readonly join: string
  readonly course: string
  /** The student the row is about, as text; null when it may be about anybody. */
  readonly owner: string
  readonly texts: readonly string[]
  readonly json: readonly string[]
  /** Reasons for an absence, removed entirely in a row about an erased student. */
  readonly intimate?: readonly string[]
}

const ofExam = { join: 'join "Exam" e on e.id = t."examId"', course: 'e."courseId"' }
const ofAttempt = {
  join: 'join "Attempt" a on a.id = t."attemptId" join "Exam" e on e.id = a."examId"',
  course: 'e."courseId"',
  owner: 'a."studentId"::text',
}
const ofAssessment = { join: 'join "Assessment" s on s.id = t."assessmentId"', course: 's."courseId"' }
const ofProject = { join: 'join "Project" p on p.id = t."projectId"', course: 'p."courseId"' }
const ofCourse = { join: '', course: 't."courseId"', owner: 'null::text' }
const student = 't."studentId"::text'

/**
 * Every column that may contain a student's name besides their own entry (test/server/privacy.test.ts walks the
 * schema).
 */
export const namedColumns: Record<Place, NamedColumns> = {
  AuditLine: {
    ...ofCourse,
    owner: `case when t.subject like 'student:%' then substr(t.subject, 9) end`,
    texts: ['reason'],
    json: ['before', 'after'],
  },
  AttemptEvent: { ...ofAttempt, texts: ['actorName', 'reason'], json: ['detail'] },
  Incident: { ...ofExam, owner: 'null::text', texts: ['text'], json: [] },
  ExamMessage: { ...ofExam, owner: 'null::text', texts: ['text'], json: [] },
  Attendance: { ...ofExam, owner: student, texts: [], json: [], intimate: ['reason'] },
  Candidate: { ...ofExam, owner: student, texts: [], json: [], intimate: ['reason'] },
  LockedBrowserPass: { ...ofExam, owner: student, texts: [], json: [], intimate: ['reason'] },
  AssessmentEntry: { ...ofAssessment, owner: student, texts: [], json: [], intimate: ['reason'] },
  JuryDecision: { ...ofAssessment, owner: student, texts: ['reason'], json: [] },
  TeamMember: { ...ofProject, owner: student, texts: ['reason'], json: [] },
  Team: {
    ...ofProject,
    owner: 'null::text',
    texts: ['name', 'comment', 'dateReason', 'lateWaived'],
    json: ['comments', 'resolution'],
  },
  HandIn: {
    join: 'join "Team" g on g.id = t."teamId" join "Project" p on p.id = g."projectId"',
    course: 'p."courseId"',
    owner: student,
    texts: ['url', 'reference', 'fileName'],
    json: [],
  },
  Grading: {
    join: 'join "Team" g on g.id = t."teamId" join "Project" p on p.id = g."projectId"',
    course: 'p."courseId"',
    owner: 'null::text',
    texts: ['comment'],
    json: ['comments'],
  },
  BankComment: { ...ofCourse, texts: ['text'], json: [] },
  Contestation: { ...ofAttempt, texts: ['reason', 'answer'], json: [] },
  LateDecision: { ...ofAttempt, texts: ['reason'], json: [] },
  MarkingRun: { ...ofExam, owner: 'null::text', texts: ['reason'], json: ['correction'] },
  StudentImport: { ...ofCourse, texts: [], json: ['changed'] },
  StudentMerge: { ...ofCourse, owner: 't."keptId"::text', texts: ['reason'], json: ['before', 'moved'] },
  SheetImport: { ...ofAssessment, owner: 'null::text', texts: [], json: ['undo'] },
  SealedSheet: { ...ofAssessment, owner: 'null::text', texts: ['reopenReason'], json: [] },
}

/** Text and JSON columns that never contain a student's name, with the reason. */
export const nameless: readonly (readonly [table: string, columns: readonly string[], why: string])[] = [
  ['Person', ['email', 'name', 'passwordHash', 'questionViews'], 'staff'],
  ['SignInLink', ['email'], 'staff'],
  ['StaffRequest', ['source', 'subject', 'name', 'email', 'refusedByName'], 'staff'],
  ['Mailing', ['kind', 'label', 'byName'], 'words of the platform; an exam; staff'],
  [
    'MailMessage',
    ['key', 'address', 'state', 'failure', 'answer'],
    'ids; staff; deleted with the erasure of the person',
  ],
  ['ApiToken', ['name', 'hint', 'scopes', 'lastAddress'], 'staff, their own account'],
  ['AccountEvent', ['kind', 'address', 'userAgent', 'detail'], 'staff, their own account'],
  [
    'Session',
    ['userAgent', 'address', 'source', 'subject', 'sourceSession'],
    'deleted with the sessions of the person',
  ],
  ['ExternalIdentity', ['source', 'subject'], 'deleted with the erasure of the person'],
  [
    'Student',
    ['familyName', 'givenName', 'email', 'number', 'group', 'extraTime'],
    'written by the anonymisation itself',
  ],
  [
    'Course',
    ['slug', 'title', 'year', 'summary', 'language', 'timeZone', 'outline', 'passages', 'problems', 'retention'],
    'the course',
  ],
  [
    'Course',
    ['fileCourse', 'fileProposal', 'assistantHost', 'studentAddress', 'publishRule', 'practiceCode'],
    'the course',
  ],
  ['OutlineChange', ['byName', 'kind', 'label', 'before', 'after', 'moved', 'followed'], 'staff; the course'],
  ['Exam', ['pauseReason', 'slotPauseReason'], 'empty once the pause is over; the journal keeps it'],
  ['ExamSlot', ['pauseReason'], 'empty once the pause is over; the journal keeps it'],
  ['AuditLine', ['actorName', 'action', 'subject'], 'staff; ids'],
  ['AttemptEvent', ['type'], 'a word of the platform'],
  ['Incident', ['authorName'], 'staff'],
  ['ExamMessage', ['authorName'], 'staff'],
  ['Attendance', ['status', 'actorName'], 'a word of the platform; staff'],
  ['SittingNotice', ['told'], 'a hash'],
  ['FillTemplate', ['name', 'titles', 'sheet', 'source', 'byName'], 'the columns of a file; an exam; staff'],
  ['Candidate', ['why', 'room', 'byName'], 'a group, a mark; a room; staff'],
  ['ExamSlot', ['name', 'room', 'invigilators', 'groups', 'joinCode'], 'the exam; its staff'],
  ['AssessmentEntry', ['component', 'status'], 'words of the rules'],
  ['LateDecision', ['device', 'actorName'], 'drawn at random; staff'],
  ['MarkingRun', ['createdByName', 'rules'], 'staff; keys and scales'],
  ['StudentImport', ['byName', 'added'], 'staff; ids'],
  ['StudentMerge', ['byName'], 'staff'],
  ['SheetImport', ['byName'], 'staff'],
  [
    'SealedSheet',
    ['hash', 'signature', 'sealedByName', 'reopenedByName', 'content'],
    'staff; signed, without names (0014)',
  ],
  ['SealedSheet', ['people'], 'written apart, so that the signature holds'],
  ['Contestation', ['answeredByName'], 'staff'],
  ['Team', ['levels'], 'words of the rubric'],
  ['Attempt', ['seed', 'paper', 'device'], 'drawn at random'],
  ['Answer', ['choices', 'device'], 'ids; drawn at random'],
  ['AnswerEvent', ['choices', 'device'], 'ids; drawn at random'],
  ['Mark', ['earned', 'maximum', 'detail'], 'points'],
  ['Question', ['key', 'section', 'fileHash', 'proposal', 'stamp'], 'the bank'],
  ['QuestionVersion', ['hash', 'content', 'rendered', 'words', 'facts'], 'the bank'],
  ['Computation', ['name', 'key', 'value'], 'ids; figures; remarks on the bank'],
  [
    'QuestionBatch',
    ['byName', 'kind', 'label', 'state', 'staged', 'added', 'changed', 'outline', 'drafting'],
    'the bank',
  ],
  ['Passage', ['hash', 'text'], 'the bank'],
  [
    'CourseMaterial',
    ['fileName', 'title', 'format', 'session', 'state', 'parts', 'remarks', 'added', 'byName'],
    'the text of the course; staff',
  ],
  [
    'Exam',
    [
      'title',
      'instructions',
      'joinCode',
      'timeZone',
      'blueprint',
      'drawn',
      'seed',
      'scale',
      'exceptions',
      'markRule',
      'release',
    ],
    'the exam',
  ],
  ['Exam', ['imported', 'room', 'invigilators', 'roomCode', 'networks'], 'ids; the room and its staff'],
  ['Exam', ['audience', 'slotName'], 'groups, a rule; the exam'],
  ['Exam', ['lockedBrowser', 'quitPassword'], 'a word of the platform; drawn at random, or chosen by staff'],
  ['LockedBrowserFile', ['key', 'name', 'quitUrl', 'byName'], 'a file of the school; staff'],
  ['LockedBrowserPass', ['byName', 'withdrawnByName'], 'staff'],
  ['LockedBrowserContact', ['standing', 'why'], 'words of the platform'],
  ['LockedBrowserProof', ['key'], 'a hash of settings'],
  ['ExamQuestion', ['questionKey', 'section', 'scale', 'asked', 'content', 'explained'], 'the exam'],
  ['NamedBlueprint', ['name', 'blueprint'], 'the exam'],
  ['Project', ['key', 'title', 'brief', 'rubric'], 'the project'],
  ['Assessment', ['title', 'rules'], 'the rules of the grade'],
  ['Image', ['hash', 'type'], 'the bank'],
  ['Project', ['late'], 'a rule'],
  ['HandIn', ['fileType', 'fileHash'], 'read in the bytes'],
  ['Team', ['secondLevels'], 'words of the rubric'],
  ['TeamMember', ['factor'], 'a number'],
  ['Grading', ['graderName', 'levels'], 'staff; words of the rubric'],
  ['Exam', ['recorded'], 'ids'],
  ['QuestionRecord', ['flags', 'measured'], 'figures of a question'],
  ['ExamQuestion', ['stratum', 'slots'], 'the exam; numbers'],
  ['PaperEntry', ['letters', 'byName'], 'letters; staff'],
  ['ExportProfile', ['kind', 'name', 'layout'], 'the columns of a file'],
  ['Replica', ['host', 'version', 'report'], 'a server'],
  ['Intervention', ['copies', 'actorName', 'what', 'reason', 'refused'], 'kept for seconds; the journal keeps it'],
  ['Rehearsal', ['state'], 'figures of simulated students'],
  [
    'LtiPlatform',
    ['issuer', 'clientId', 'name', 'authorizationUrl', 'tokenUrl', 'jwksUrl', 'frameOrigins'],
    'a learning platform',
  ],
  ['LtiDeployment', ['deploymentId'], 'a learning platform'],
  ['LtiContext', ['deploymentId', 'contextId', 'title', 'nrpsUrl', 'lineItemsUrl', 'scopes'], 'a course'],
  ['LtiColumn', ['lineItemUrl', 'failure', 'answer'], 'an exam; words of the platform'],
  ['LtiScore', ['userId', 'state', 'failure', 'answer'], 'deleted with the erasure of the person'],
  ['LtiLink', ['resourceLinkId', 'title', 'lineItemUrl'], 'an exam'],
  ['LtiLogin', ['nonce', 'loginHint', 'messageHint', 'targetLinkUri'], 'deleted ten minutes later'],
  ['LtiKey', ['id'], 'drawn at random'],
]
