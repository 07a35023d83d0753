/** Groups modules into chunks: one request instead of twenty when a whole room opens the exam on a slow network. */

/** The components of a student's pages. */
const paperFiles = [
  'Button|button-class|LinkButton|Page|use-arrival|Crumbs|Sheet|SheetRow|Field|use-field|Input|Checkbox|Notice|QueryView',
  'Refused|refusal-sentence|Skeleton|EmptyState|Badge|Status|StatusGlyph|Segmented|Dialog|ConfirmDialog|Icon|icon-paths',
  'use-path-ids|PrintButton|ShellSlot|MarkOnTwenty|GraduatedRule|ContentView|ScrollBox|CodeBlock|code-lines|content-safety|preferences|DisplayButton',
]
export const paper = new RegExp(`web[\\/]ui[\\/](?:${paperFiles.join('|')})\\.tsx?$`)

/** The pages of an exam, from the code to the receipt: a student opens all of them in turn. */
export const examPages = [
  ...['JoinPage', 'MyExamsPage', 'InstructionsPage'].map((page) => `attempts/entry/${page}.tsx`),
  ...['QuestionPage', 'CheckPage', 'ReceiptPage'].map((page) => `attempts/sitting/${page}.tsx`),
]
export const exam =
  /web[\\/]attempts[\\/](?:(?:entry|sitting)[\\/])?[\w-]+\.tsx?$|(?:contract[\\/](?:attempts[\\/](?:attempt-parts|my-exams|sitting)|questions[\\/]plain-text)|core[\\/](?:attempts[\\/](?:answer|copy-file)|exams[\\/]certainty)|without-zod)\.ts$/
export const examChunk = 'exam'

/** Their styles in a chunk of their own, because a trainer's page that shows an attempt needs only those. */
export const examStyles = /web[\\/]attempts[\\/](?:attempts|sitting)\.css$/

/** What a student reads after the exam: result, statement, practice. Includes the tables that trainers' pages share. */
export const results =
  /web[\\/](?:ui[\\/](?:Table|TableFrame|TableHead|table-order|Facts|Textarea)|attempts[\\/]review[\\/](?!\w+Page\.)[\w-]+)\.tsx?$|(?:core[\\/](?:rational|exact-text)|contract[\\/](?:assessment[\\/]my-statement|grading[\\/](?:contestations|grading)|exports[\\/]personal-data|questions[\\/]practice|projects[\\/]projects))\.ts$/
