import * as contestations from '#contract/grading/contestations.ts'
import * as copyFiles from '#contract/grading/copy-files.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as imports from '#contract/grading/exam-imports.ts'
import * as contract from '#contract/grading/grading.ts'
import * as journal from '#contract/grading/journal.ts'
import * as paper from '#contract/grading/paper.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { answerContestations, setContestationDeadline } from './contestations/answer-contestations.ts'
import { listContestations } from './contestations/list-contestations.ts'
import { contest, listMyContestations } from './contestations/my-contestations.ts'
import { readCopy, readMyReview } from './copy.ts'
import { importCopyFile } from './copy-files/import-copy-file.ts'
import { previewCopyFile } from './copy-files/preview-copy-file.ts'
import { previewCorrection } from './corrections/preview-correction.ts'
import { readCorrectionRecord, readCorrections } from './corrections/read-corrections.ts'
import { recordCorrection } from './corrections/record-correction.ts'
import { readHeatMap } from './heat-map.ts'
import { importExam } from './imports/import-exam.ts'
import { previewExamImport } from './imports/preview-exam-import.ts'
import { undoExamImport } from './imports/undo-exam-import.ts'
import { decideLate } from './late/decide-late.ts'
import { listLateCopies } from './late/list-late-copies.ts'
import { readAnswerJournal } from './late/read-answer-journal.ts'
import { handInPaperCopy } from './paper/hand-in-paper-copy.ts'
import { drawPaperCopies, listPaperCopies } from './paper/list-paper-copies.ts'
import { printPaperCopies } from './paper/print-paper-copies.ts'
import { readPaperCopy, typePaperCopy } from './paper/type-paper-copy.ts'
import { releaseResults, withholdResults } from './release.ts'
import { readResults } from './results.ts'
import { tellReleased } from './tell-released.ts'
import { writeReview } from './write-review.ts'

export function gradingRoutes(serve: Serve, deps: Deps) {
  serve(contract.getResults, ({ params }) => readResults(deps, params))
  serve(contract.getHeatMap, ({ params }) => readHeatMap(deps, params))
  serve(contract.getCopy, ({ params }) => readCopy(deps, params))
  serve(contract.releaseResults, ({ params, body, actor }) => releaseResults(deps, { ...params, ...body, actor }))
  serve(contract.tellReleased, ({ params, actor }, _caller, http) =>
    tellReleased(deps, { ...params, origin: http.origin, actor }),
  )
  serve(contract.withholdResults, ({ params, actor }) => withholdResults(deps, { ...params, actor }))
  serve(contract.getMyReview, async ({ params }, { studentId }) =>
    writeReview(await readMyReview(deps, { ...params, studentId })),
  )

  serve(journal.getJournal, ({ params, query }) => readAnswerJournal(deps, { ...params, ...query }))
  serve(journal.listLateCopies, ({ params }) => listLateCopies(deps, params))
  serve(journal.decideLate, ({ params, body, actor }) => decideLate(deps, { ...params, ...body, actor }))

  serve(copyFiles.previewCopyFile, ({ params, body }) => previewCopyFile(deps, { ...params, ...body }))
  serve(copyFiles.importCopyFile, ({ params, body, actor }) => importCopyFile(deps, { ...params, ...body, actor }))

  serve(paper.listPaperCopies, ({ params }) => listPaperCopies(deps, params))
  serve(paper.drawPaperCopies, ({ params }) => drawPaperCopies(deps, params))
  serve(paper.printPaperCopies, ({ params, query }) => printPaperCopies(deps, { ...params, ...query }))
  serve(paper.getPaperCopy, ({ params }) => readPaperCopy(deps, params))
  serve(paper.typePaperCopy, ({ params, body, actor }) => typePaperCopy(deps, { ...params, ...body, actor }))
  serve(paper.handInPaperCopy, ({ params, body, actor }) => handInPaperCopy(deps, { ...params, ...body, actor }))

  serve(corrections.getCorrections, ({ params }) => readCorrections(deps, params))
  serve(corrections.previewCorrection, ({ params, body }, { name }) =>
    previewCorrection(deps, { ...params, ...body, byName: name }),
  )
  serve(corrections.recordCorrection, ({ params, body, actor }) =>
    recordCorrection(deps, { ...params, ...body, actor }),
  )
  serve(corrections.getCorrectionRecord, ({ params }) => readCorrectionRecord(deps, params))

  serve(imports.previewExamImport, ({ params, body }) => previewExamImport(deps, { ...params, content: body }))
  serve(imports.importExam, ({ params, body: { title, fingerprint, ...content }, actor }) =>
    importExam(deps, { ...params, content, title, fingerprint, actor }),
  )
  serve(imports.undoExamImport, ({ params, actor }) => undoExamImport(deps, { ...params, actor }))

  serve(contestations.listContestations, ({ params }) => listContestations(deps, params))
  serve(contestations.setContestationDeadline, ({ params, body, actor }) =>
    setContestationDeadline(deps, { ...params, ...body, actor }),
  )
  serve(contestations.answerContestations, ({ params, body, actor }) =>
    answerContestations(deps, { ...params, ...body, actor }),
  )
  serve(contestations.listMyContestations, ({ params }, { studentId }) =>
    listMyContestations(deps, { ...params, studentId }),
  )
  serve(contestations.contest, ({ params, body }, { studentId }) => contest(deps, { ...params, ...body, studentId }))
}
