import * as images from '#contract/questions/images.ts'
import * as mockExam from '#contract/questions/mock-exam.ts'
import * as practice from '#contract/questions/practice.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as questionViews from '#contract/questions/question-views.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as contract from '#contract/questions/questions.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readLint, readProposedEnemies } from '#server/questions/bank/read-lint.ts'
import { countToRead, listStale, readState, restampQuestion } from '#server/questions/bank/review-questions.ts'
import { findBatch, listBatches, undoBatch } from '#server/questions/editing/batch.ts'
import { changeQuestions } from '#server/questions/editing/change-questions.ts'
import { draftOfQuestion } from '#server/questions/editing/draft-question.ts'
import { listVersions } from '#server/questions/editing/list-versions.ts'
import { previewQuestion } from '#server/questions/editing/preview-question.ts'
import {
  createQuestion,
  resolveConflict,
  restoreVersion,
  saveQuestion,
} from '#server/questions/editing/save-question.ts'
import { listContexts } from '#server/questions/editing/shared-context.ts'
import { confirmImport } from '#server/questions/transfer/confirm-import.ts'
import { readStagedDraft, saveStagedDraft } from '#server/questions/transfer/edit-draft.ts'
import { exportBank, readLosses } from '#server/questions/transfer/export-bank.ts'
import { readStagedDrafts, stageImport } from '#server/questions/transfer/stage-import.ts'
import { contextOf } from './contexts.ts'
import { addImage } from './images/keep-images.ts'
import { listQuestions, readBankLabels } from './list-questions.ts'
import { partsShown } from './listed.ts'
import { markMockExam, readMockExam, startMockExam } from './mock-exam.ts'
import { correctPracticeAnswer, listPractice, readPracticeQuestion } from './practice.ts'
import {
  findContextOthers,
  findEnemies,
  findHeadings,
  findQuestion,
  findUses,
  readBankCounts,
  rowView,
} from './queries.ts'
import { listQuestionViews, saveQuestionViews } from './question-views.ts'

export function questionsRoutes(serve: Serve, deps: Deps) {
  serve(contract.getBank, async ({ params: { courseId } }) => ({
    ...(await readBankCounts(deps, courseId)),
    ...(await readBankLabels(deps, courseId)),
    toRead: await countToRead(deps, courseId),
    headings: await findHeadings(deps, courseId),
  }))
  serve(contract.getProposedEnemies, ({ params }) => readProposedEnemies(deps, params))
  serve(contract.getLint, ({ params }) => readLint(deps, params.courseId))
  serve(contract.listQuestions, ({ params, query }) => listQuestions(deps, { ...params, ...query }))
  serve(questionViews.listQuestionViews, ({ params, actor }) => listQuestionViews(deps, { ...params, actor }))
  serve(questionViews.saveQuestionViews, ({ params, body, actor }) =>
    saveQuestionViews(deps, { ...params, ...body, actor }),
  )
  serve(contract.getQuestion, async ({ params }) => {
    const found = await findQuestion(deps, params)
    const { id: key, enemies: named = [] } = found.content
    const context = contextOf(found.content, found.rendered)
    const place = { courseId: params.courseId, key }
    return {
      ...view(found),
      ...(await readState(deps, params)),
      exams: await findUses(deps, params),
      enemies: await findEnemies(deps, { ...place, named }),
      context: context
        ? { ...context, others: await findContextOthers(deps, { ...place, context: context.id }) }
        : null,
    }
  })

  serve(writing.getQuestionText, async ({ params }) => {
    const { question, version, content, neighbours } = await findQuestion(deps, params)
    const headings = await findHeadings(deps, params.courseId)
    const { nextId } = neighbours
    return { ...draftOfQuestion(content), key: question.key, version: version.number, headings, nextId }
  })
  serve(writing.previewQuestion, ({ params, body: { questionId, ...draft } }) =>
    previewQuestion(deps, { ...params, draft, questionId }),
  )
  serve(writing.createQuestion, ({ params, body, actor }) => createQuestion(deps, { ...params, draft: body, actor }))
  serve(writing.saveQuestion, ({ params, body: { version, ...draft }, actor }) =>
    saveQuestion(deps, { ...params, draft, version, actor }),
  )
  serve(writing.listContexts, ({ params }) => listContexts(deps, params.courseId))
  serve(writing.listVersions, ({ params }) => listVersions(deps, params))
  serve(writing.restoreVersion, ({ params, body, actor }) => restoreVersion(deps, { ...params, ...body, actor }))
  serve(writing.resolveConflict, ({ params, body, actor }) => resolveConflict(deps, { ...params, ...body, actor }))
  serve(writing.listStale, ({ params }) => listStale(deps, params.courseId))
  serve(writing.restampQuestion, ({ params, body, actor }) => restampQuestion(deps, { ...params, ...body, actor }))
  serve(images.addImage, ({ params, body }) => addImage(deps, { ...params, ...body }))
  batchRoutes(serve, deps)
  practiceRoutes(serve, deps)
}

function batchRoutes(serve: Serve, deps: Deps) {
  serve(batches.getStagedDraft, ({ params }) => readStagedDraft(deps, params))
  serve(batches.saveStagedDraft, ({ params, body }) => saveStagedDraft(deps, { ...params, ...body }))
  serve(batches.getStagedDrafts, ({ params }) => readStagedDrafts(deps, params))
  serve(batches.stageImport, ({ params, body, actor }) => stageImport(deps, { ...params, ...body, actor }))
  serve(batches.confirmImport, ({ params, body, actor }) => confirmImport(deps, { ...params, ...body, actor }))
  serve(batches.getBatch, ({ params }) => findBatch(deps, params))
  serve(batches.listBatches, ({ params }) => listBatches(deps, params.courseId))
  serve(batches.undoBatch, ({ params, actor }) => undoBatch(deps, { ...params, actor }))
  serve(batches.changeQuestions, ({ params, body, actor }) => changeQuestions(deps, { ...params, ...body, actor }))
  serve(batches.readExportLosses, ({ params, query }) => readLosses(deps, { ...params, ...query }))
  serve(batches.exportBank, ({ params, query }) => exportBank(deps, { ...params, ...query }))
}

function practiceRoutes(serve: Serve, deps: Deps) {
  serve(practice.listPractice, (_input, caller) => listPractice(deps, caller))
  serve(mockExam.readMockExam, (_input, { courseId, studentId }) => readMockExam(deps, { courseId, studentId }))
  serve(mockExam.startMockExam, ({ body }, { courseId, studentId }) =>
    startMockExam(deps, { ...body, courseId, studentId }),
  )
  serve(mockExam.markMockExam, ({ body }, { courseId, studentId }) =>
    markMockExam(deps, { ...body, courseId, studentId }),
  )
  serve(practice.getPracticeQuestion, ({ params }, { courseId, studentId }) =>
    readPracticeQuestion(deps, { ...params, courseId, studentId }),
  )
  serve(practice.answerPracticeQuestion, ({ params, body }, { courseId, studentId }) =>
    correctPracticeAnswer(deps, { ...params, ...body, courseId, studentId }),
  )
}

function view({
  question,
  version,
  content,
  rendered,
  sessionTitle,
  sectionTitle,
  neighbours,
}: Awaited<ReturnType<typeof findQuestion>>) {
  const { id, key, section, archivedAt } = question
  return {
    ...rowView({ id, key, section, content, rendered }),
    sessionTitle,
    sectionTitle,
    ...neighbours,
    stem: rendered.stem,
    ...(content.type === 'ordering' ? { partial: content.partial ?? ('places' as const) } : {}),
    choices: content.choices.map(({ id, part, option, correct, keepLast }) => {
      const choice = rendered.choices.find((one) => one.id === id)
      return { id, part, option, text: choice?.text ?? [], correct, keepLast, feedback: choice?.feedback ?? null }
    }),
    ...partsShown(content, rendered),
    explanation: rendered.explanation,
    tags: [...content.tags],
    source: content.source,
    reference: content.reference ?? null,
    objective: content.objective ?? null,
    verified: content.verified ?? null,
    version: version.number,
    writtenAt: version.createdAt.toISOString(),
    archived: archivedAt !== null,
  }
}
