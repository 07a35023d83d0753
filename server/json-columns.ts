import type { z } from 'zod'
import type { RulesView } from '#contract/assessment/rules.ts'
import type { changeAttempts } from '#contract/attempts/monitor.ts'
import type { rehearsal } from '#contract/attempts/rehearsals.ts'
import type { AssistantFailure } from '#contract/courses/assistant.ts'
import type { ExamDraft, markRule, release } from '#contract/exams/exam-draft.ts'
import type { getCorrectionRecord } from '#contract/grading/corrections.ts'
import type { ProjectTerms, RubricView } from '#contract/projects/project-parts.ts'
import type { AskedQuestion as Asked } from '#contract/questions/asked-question.ts'
import type { CourseSaid } from '#core/courses/course-file.ts'
import type * as material from '#core/courses/material.ts'
import type * as materialOutline from '#core/courses/material-outline.ts'
import type { StoredOutline } from '#core/courses/outline.ts'
import type * as audience from '#core/exams/audience.ts'
import type * as draw from '#core/exams/draw.ts'
import type * as paper from '#core/exams/paper.ts'
import type * as layout from '#core/exports/file-layout.ts'
import type { MarkedLine, Rules } from '#core/grading/marking.ts'
import type { MarkScale } from '#core/points.ts'
import type * as privacy from '#core/privacy/retention.ts'
import type * as bank from '#core/questions/question.ts'
import type * as scale from '#core/scoring/scale.ts'
import type { KnownStudent } from '#core/students/roster.ts'
import type * as time from '#core/timing.ts'
import type * as sealing from '#server/assessment/seal.ts'
import type { SheetRowChange } from '#server/assessment/write-entries.ts'
import type { FollowedPlan } from '#server/courses/follow-plans.ts'
import type * as replica from '#server/platform/replica-report.ts'
import type * as projects from '#server/projects/project.ts'
import type { BankProblem } from '#server/questions/bank/bank-problem.ts'
import type { ReadPart } from '#server/questions/bank/course-parts.ts'
import type { StoredContext } from '#server/questions/contexts.ts'
import type { ChangedQuestion } from '#server/questions/editing/batch.ts'
import type { WrittenMove } from '#server/questions/editing/place-questions.ts'
import type * as rendering from '#server/questions/rendering/render.ts'
import type * as transfer from '#server/questions/transfer/plan-question-import.ts'
import type * as measured from '#server/statistics/measured-question.ts'
import type * as merging from '#server/students/merge/plan-merge.ts'

/**
 * The type of each JSON column, by the name in brackets in prisma/schema.prisma. The generated client uses these types,
 * so no use needs a cast. The database checks none of them: every value was parsed by the contract, a file format or
 * core before it was written.
 */
declare global {
  namespace JsonColumn {
    type Anything = unknown
    type Labels = Record<string, string>
    type Ids = string[]
    /** The titles of the columns of a file. */
    type Titles = string[]
    type QuestionViews = Record<string, { name: string; search: string }[]>

    type Outline = StoredOutline
    type FileCourse = CourseSaid
    type MovedQuestions = readonly WrittenMove[]
    type FollowedPlans = readonly FollowedPlan[]
    /** Ids of sessions, of sections, and of the text that came with them. */
    type AddedOutline = { sessions: string[]; sections: string[]; materials?: string[] }
    type Passages = Record<string, string>
    type Problems = BankProblem[]
    type Retention = Partial<privacy.Retention>

    type ExtraTime = time.ExtraTime
    type KnownStudents = readonly KnownStudent[]
    type Moved = merging.Moved

    type Question = bank.Question
    type QuestionFacts = Pick<
      bank.Question,
      'type' | 'difficulty' | 'level' | 'purpose' | 'expectedSeconds' | 'tags'
    > & {
      heading: string
      enemies: string[] | null
      contextId: string | null
      allow: bank.Question['allow'] | null
    }
    type RenderedQuestion = rendering.RenderedQuestion
    type Staged = transfer.StagedQuestions
    type Drafting = { section: string; title: string; count: number; failure?: AssistantFailure }
    type ChangedQuestions = readonly ChangedQuestion[]

    type MaterialParts = ReadPart[]
    type MaterialRemarks = material.MaterialRemark[]
    type OutlineAdditions = Partial<materialOutline.OutlineAdditions>

    type Audience = audience.Audience
    type AudienceReason = audience.AudienceReason
    type Blueprint = ExamDraft['blueprint']
    type KeptDraw = draw.KeptDraw
    type Scale = scale.Scale
    type ExamScale = scale.Scale & ExamDraft['scale']
    type Exceptions = ExamDraft['exceptions']
    /** As stored: older exams lack a floor. */
    type MarkRule = MarkScale & z.input<typeof markRule>
    /** As stored: older exams lack some fields. */
    type Release = z.input<typeof release>
    /** Who imported the exam, and the ids of the students it added. */
    type Imported = { byName: string; added: string[] }
    type AskedQuestion = Omit<Asked, 'id' | 'points' | 'context'> & { context?: StoredContext | undefined }
    /** `feedback` by choice id. */
    type Explained = {
      explanation: rendering.RenderedQuestion['explanation']
      feedback: Record<string, rendering.RenderedQuestion['explanation']>
    }

    type Paper = draw.PaperQuestion[]
    type PaperLetters = paper.PaperLetters

    type MarkingRules = Rules
    type MeasuredQuestion = measured.MeasuredQuestion
    type Correction = NonNullable<z.input<typeof getCorrectionRecord.reply>['correction']>
    type MarkedLines = MarkedLine[]

    type Rubric = RubricView
    type LateRule = NonNullable<ProjectTerms['late']>
    type Resolution = projects.Resolution

    type AssessmentRules = RulesView
    type SealedContent = sealing.SealedContent
    type SealedPeople = sealing.People
    type ChangedRows = readonly SheetRowChange[]

    type FileLayout = layout.FileLayout

    type Intervention = z.output<typeof changeAttempts.body>['intervention']
    type RefusedCopies = z.output<typeof changeAttempts.reply>['refused']
    type RehearsalState = z.output<typeof rehearsal>
    type ReplicaReport = replica.ReplicaReport
  }
}
