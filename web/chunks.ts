/** What travels together: one request instead of twenty when a whole room opens the exam on a slow line. */

/** The components of a student's pages. */
const paperFiles = [
  'Button|button-class|LinkButton|Page|use-arrival|Crumbs|Sheet|SheetRow|Field|use-field|Input|Checkbox|Notice|QueryView',
  'Refused|refusal-sentence|Skeleton|EmptyState|Badge|Status|StatusGlyph|Segmented|Dialog|ConfirmDialog|Icon|icon-paths',
  'ShellSlot|MarkOnTwenty|GraduatedRule|ContentView|ScrollBox|CodeBlock|code-lines|content-safety|preferences|DisplayButton',
]
export const paper = new RegExp(`web[\\/]ui[\\/](?:${paperFiles.join('|')})\\.tsx?$`)

/** The pages of an exam, from the code to the receipt: a student opens them all, one after the other. */
export const examPages = ['JoinPage', 'InstructionsPage', 'QuestionPage', 'CheckPage', 'ReceiptPage'].map(
  (page) => `attempts/${page}.tsx`,
)
const examFiles = [
  'JoinPage|CodesForm|CodeInput|InstructionsPage|StartForm|DurationRule|ScaleRule|StudentFaces|QuestionPage|AnswerSheet|AnswerFields|AnswerRow',
  'CheckPage|SubmitDialog|ReceiptPage|Navigator|NavigatorGrid|QuestionMarks|SittingFrame|SittingBanners|SaveLine|ExamClock',
  'TimeVoice|ShortcutsDialog|SignInAgainDialog|CopyFile|LateAnswers|copy-download|sitting-[a-z]+|outbox|outbox-store|split-stem|paths|preload',
  'keep-shell|sha256|sign-copy|my-exam-state|open-sittings|release-text|kept-[a-z-]+|typed-code|toggled|use-(?!monitor)[a-z-]+',
  'sequence|reign|line|pulse|countdown|backoff|device|announcements|page-events|save-state|entry-address',
]
export const exam = new RegExp(
  `web[\\/]attempts[\\/](?:${examFiles.join('|')})\\.tsx?$|(?:contract[\\/](?:attempts|content)|core[\\/](?:answer|certainty|copy-file)|without-zod)\\.ts$`,
)
export const examChunk = 'exam'

/** Their styles, apart: a trainer's page that shows a copy needs those alone. */
export const examStyles = /web[\\/]attempts[\\/](?:attempts|sitting)\.css$/

/** What a student reads afterwards: the copy marked, the statement, practice. A trainer's tables come with it. */
export const results =
  /web[\\/](?:ui[\\/](?:Table|TableFrame|TableHead|table-order|Facts|Textarea)|attempts[\\/](?:ReviewedQuestion|WhyPoints|marked-question|MarkWorking))\.tsx?$|(?:core[\\/](?:rational|exact-text)|contract[\\/](?:assessment|contestations|grading|personal-data|practice|projects))\.ts$/
