import * as images from '#contract/questions/images.ts'
import * as practice from '#contract/questions/practice.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as contract from '#contract/questions/questions.ts'
import { actorOf } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { readLint } from '#server/questions/bank/read-lint.ts'
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
import { confirmImport } from '#server/questions/transfer/confirm-import.ts'
import { exportBank, readLosses } from '#server/questions/transfer/export-bank.ts'
import { stageImport } from '#server/questions/transfer/stage-import.ts'
import { addImage } from './images/keep-images.ts'
import { listQuestions, readBankLabels } from './list-questions.ts'
import { correctPracticeAnswer, listPractice, readPracticeQuestion } from './practice.ts'
import { findHeadings, findQuestion, findUses, readBankCounts, rowView } from './queries.ts'

export function questionsRoutes(serve: Serve, deps: Deps) {
  serve(contract.getBank, async ({ params: { courseId } }) => ({
    ...(await readBankCounts(deps, courseId)),
    ...(await readBankLabels(deps, courseId)),
    toRead: await countToRead(deps, courseId),
    headings: await findHeadings(deps, courseId),
  }))
  serve(contract.getLint, async ({ params }) => readLint(deps, params.courseId))
  serve(contract.listQuestions, async ({ params, query }) => listQuestions(deps, { ...params, ...query }))
  serve(contract.getQuestion, async ({ params }) => ({
    ...view(await findQuestion(deps, params)),
    ...(await readState(deps, params)),
    exams: await findUses(deps, params),
  }))

  serve(writing.getQuestionText, async ({ params }) => {
    const { question, version, content } = await findQuestion(deps, params)
    const headings = await findHeadings(deps, params.courseId)
    return { ...draftOfQuestion(content), key: question.key, version: version.number, headings }
  })
  serve(writing.previewQuestion, async ({ params, body: { questionId, ...draft } }) =>
    previewQuestion(deps, { ...params, draft, questionId }),
  )
  serve(writing.createQuestion, async ({ params, body }, caller) =>
    createQuestion(deps, { ...params, draft: body, actor: actorOf(caller) }),
  )
  serve(writing.saveQuestion, async ({ params, body: { version, ...draft } }, caller) =>
    saveQuestion(deps, { ...params, draft, version, actor: actorOf(caller) }),
  )
  serve(writing.listVersions, async ({ params }) => listVersions(deps, params))
  serve(writing.restoreVersion, async ({ params, body }, caller) =>
    restoreVersion(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(writing.resolveConflict, async ({ params, body }, caller) =>
    resolveConflict(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(writing.listStale, async ({ params }) => listStale(deps, params.courseId))
  serve(writing.restampQuestion, async ({ params, body }, caller) =>
    restampQuestion(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(images.addImage, async ({ params, body }) => addImage(deps, { ...params, ...body }))
  batchRoutes(serve, deps)
  practiceRoutes(serve, deps)
}

function batchRoutes(serve: Serve, deps: Deps) {
  serve(batches.stageImport, async ({ params, body }, caller) =>
    stageImport(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(batches.confirmImport, async ({ params, body }, caller) =>
    confirmImport(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(batches.getBatch, async ({ params }) => findBatch(deps, params))
  serve(batches.listBatches, async ({ params }) => listBatches(deps, params.courseId))
  serve(batches.undoBatch, async ({ params }, caller) => undoBatch(deps, { ...params, actor: actorOf(caller) }))
  serve(batches.changeQuestions, async ({ params, body }, caller) =>
    changeQuestions(deps, { ...params, ...body, actor: actorOf(caller) }),
  )
  serve(batches.readExportLosses, async ({ params, query }) => readLosses(deps, { ...params, ...query }))
  serve(batches.exportBank, async ({ params, query }) => exportBank(deps, { ...params, ...query }))
}

function practiceRoutes(serve: Serve, deps: Deps) {
  serve(practice.listPractice, async (_input, caller) => listPractice(deps, caller))
  serve(practice.getPracticeQuestion, async ({ params }, { courseId, studentId }) =>
    readPracticeQuestion(deps, { ...params, courseId, studentId }),
  )
  serve(practice.answerPracticeQuestion, async ({ params, body }, { courseId, studentId }) =>
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
    choices: content.choices.map(({ id, correct, keepLast }) => {
      const choice = rendered.choices.find((one) => one.id === id)
      return { id, text: choice?.text ?? [], correct, keepLast, feedback: choice?.feedback ?? null }
    }),
    explanation: rendered.explanation,
    tags: [...content.tags],
    source: content.source,
    version: version.number,
    writtenAt: version.createdAt.toISOString(),
    archived: archivedAt !== null,
  }
}
