import * as archives from '#contract/exports/archives.ts'
import * as copies from '#contract/exports/course-copies.ts'
import * as coursePath from '#contract/exports/course-path.ts'
import * as profiles from '#contract/exports/export-profiles.ts'
import * as contract from '#contract/exports/exports.ts'
import * as filling from '#contract/exports/fill-file.ts'
import * as finding from '#contract/exports/find-in-course.ts'
import * as overview from '#contract/exports/overview.ts'
import * as personalData from '#contract/exports/personal-data.ts'
import * as studentRecord from '#contract/exports/student-record.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { previewArchive, restoreArchive } from './archive/restore-archive.ts'
import { writeArchive } from './archive/write-archive.ts'
import { attendanceTable } from './attendance-csv.ts'
import { answersTable, pointsTable } from './copies-csv.ts'
import { copyCourse, previewCourseCopy } from './copy-course.ts'
import { readCoursePath } from './course-path.ts'
import { fillFile, previewFill } from './fill/fill-file.ts'
import { deleteFillTemplate, keepFillTemplate, listFillTemplates, renameFillTemplate } from './fill/templates.ts'
import { exportFinalSheet } from './final-sheet-csv.ts'
import { findInCourse } from './find-in-course.ts'
import { listJournalActors, readJournal } from './journal.ts'
import { journalTable } from './journal-csv.ts'
import { listFiles } from './list-files.ts'
import { readOverview } from './overview.ts'
import { exportMyData, exportStudentData } from './personal-data/export-personal-data.ts'
import { previewExport } from './preview-export.ts'
import { createProfile, deleteProfile, listProfiles, updateProfile } from './profiles.ts'
import { exportResults } from './results-csv.ts'
import { rubricTable } from './rubric-csv.ts'
import { sectionsTable, studentSectionsTable } from './sections-csv.ts'
import { importSheet, previewSheetImport, undoSheetImport } from './sheet-import.ts'
import { statisticsTable } from './statistics-csv.ts'
import { readStudentRecord } from './student-record.ts'
import { tableFile } from './table-file.ts'

export function exportRoutes(serve: Serve, deps: Deps) {
  serve(copies.previewCourseCopy, ({ params }) => previewCourseCopy(deps, params.courseId))
  serve(copies.copyCourse, ({ params, body, actor }) => copyCourse(deps, { ...params, ...body, actor }))
  serve(coursePath.getCoursePath, ({ params }) => readCoursePath(deps, params.courseId))
  serve(overview.getOverview, ({ params }, { role }) => readOverview(deps, { ...params, role }))
  serve(finding.findInCourse, ({ params, query }, { role }) => findInCourse(deps, { ...params, ...query, role }))
  serve(contract.listFiles, ({ params }) => listFiles(deps, params.courseId))
  serve(contract.exportResults, ({ params, query }) => exportResults(deps, { ...params, ...query }))
  serve(archives.exportArchive, ({ params }) => writeArchive(deps, params))
  serve(archives.previewArchive, ({ params, body }) => previewArchive(deps, { ...params, bytes: bytesOf(body.base64) }))
  serve(archives.restoreArchive, ({ params, body: { base64, ...said }, actor }) =>
    restoreArchive(deps, { ...params, ...said, bytes: bytesOf(base64), actor }),
  )
  serve(contract.exportPoints, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await pointsTable(deps, params) }),
  )
  serve(contract.exportAnswers, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await answersTable(deps, params) }),
  )
  serve(contract.exportAttendance, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await attendanceTable(deps, params) }),
  )
  serve(contract.exportStatistics, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await statisticsTable(deps, params) }),
  )
  serve(contract.exportSections, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await sectionsTable(deps, params) }),
  )
  serve(contract.exportStudentSections, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await studentSectionsTable(deps, params) }),
  )
  serve(contract.exportRubric, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await rubricTable(deps, params) }),
  )
  serve(contract.exportJournal, async ({ params, query }) =>
    tableFile(deps, { ...params, ...query, table: await journalTable(deps, params) }),
  )
  serve(filling.previewFill, ({ params, body }) => previewFill(deps, { ...params, ...body }))
  serve(filling.fillFile, ({ params, body }) => fillFile(deps, { ...params, ...body }))
  serve(filling.listFillTemplates, ({ params }) => listFillTemplates(deps, params.courseId))
  serve(filling.keepFillTemplate, ({ params, body, actor }) => keepFillTemplate(deps, { ...params, ...body, actor }))
  serve(filling.renameFillTemplate, ({ params, body, actor }) =>
    renameFillTemplate(deps, { ...params, ...body, actor }),
  )
  serve(filling.deleteFillTemplate, ({ params, actor }) => deleteFillTemplate(deps, { ...params, actor }))
  serve(profiles.listExportProfiles, ({ params }) => listProfiles(deps, params.courseId))
  serve(profiles.createExportProfile, ({ params, body }) => createProfile(deps, { ...params, ...body }))
  serve(profiles.updateExportProfile, ({ params, body }) => updateProfile(deps, { ...params, ...body }))
  serve(profiles.deleteExportProfile, ({ params }) => deleteProfile(deps, params))
  serve(profiles.previewExport, ({ params, body }) => previewExport(deps, { ...params, ...body }))
  serve(personalData.exportMyData, (_input, caller) => exportMyData(deps, caller))
  serve(personalData.exportStudentData, ({ params }) => exportStudentData(deps, params))
  serve(studentRecord.getStudentRecord, ({ params }) => readStudentRecord(deps, params))
  serve(contract.readJournal, async ({ params, query: { before, ...query } }) => ({
    ...(await readJournal(deps, {
      ...{ ...params, ...query, count: 50, order: 'desc' },
      beyond: before ? BigInt(before) : null,
    })),
    actors: await listJournalActors(deps, params.courseId),
  }))
  serve(contract.exportFinalSheet, ({ params, query }) => exportFinalSheet(deps, { ...params, ...query }))
  serve(contract.previewSheetImport, ({ params, body }) => previewSheetImport(deps, { ...params, content: body }))
  serve(contract.importSheet, ({ params, body: { fingerprint, ...content }, actor }) =>
    importSheet(deps, { ...params, content, fingerprint, actor }),
  )
  serve(contract.undoSheetImport, ({ params, actor }) => undoSheetImport(deps, { ...params, actor }))
}
