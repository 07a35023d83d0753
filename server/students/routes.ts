import * as accessCodes from '#contract/students/access-codes.ts'
import * as mergesContract from '#contract/students/merges.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import { readSpreadsheet } from '#contract/students/spreadsheets.ts'
import * as contract from '#contract/students/students.ts'
import type { Student } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { addStudent } from './add.ts'
import { archiveStudent, restoreStudent } from './archive.ts'
import { changeStudents, restoreStudents } from './change-students.ts'
import { giveAccessCodes } from './give-access-codes.ts'
import { importStudents } from './import.ts'
import { mergeStudents } from './merge/merge-students.ts'
import { planMerge } from './merge/plan-merge.ts'
import { undoMerge } from './merge/undo-merge.ts'
import { previewImport } from './preview-import.ts'
import { fieldsOf, findStudent, listImports, listMerges, listStudents } from './queries.ts'
import { readHomonyms } from './read-homonyms.ts'
import { readSpreadsheetInThread } from './read-spreadsheet-in-thread.ts'
import { sendAccessCodes } from './send-access-codes.ts'
import { undoImport } from './undo-import.ts'
import { updateStudent } from './update.ts'

export function studentRoutes(serve: Serve, deps: Deps) {
  serve(contract.listStudents, async ({ params, query }) => {
    const { students, ...rest } = await listStudents(deps, { ...params, ...query })
    return { students: students.map(view), ...rest }
  })
  serve(contract.listHomonyms, async ({ params }) => ({
    homonyms: [...(await readHomonyms(deps, params.courseId))].map(([studentId, words]) => ({ studentId, words })),
  }))
  serve(contract.getStudent, async ({ params }) => view(await findStudent(deps.db, params)))
  serve(contract.addStudent, async ({ params, body, actor }) =>
    view(await addStudent(deps, { ...params, fields: body, actor })),
  )
  serve(contract.updateStudent, async ({ params, body, actor }) =>
    view(await updateStudent(deps, { ...params, fields: body, actor })),
  )
  serve(contract.archiveStudent, async ({ params, actor }) => view(await archiveStudent(deps, { ...params, actor })))
  serve(contract.restoreStudent, async ({ params, actor }) => view(await restoreStudent(deps, { ...params, actor })))

  serve(contract.changeStudents, ({ params, body, actor }) => changeStudents(deps, { ...params, ...body, actor }))
  serve(contract.restoreStudents, ({ params, body, actor }) => restoreStudents(deps, { ...params, ...body, actor }))

  serve(readSpreadsheet, async ({ body }) => ({ sheets: await readSpreadsheetInThread(body) }))
  serve(rosterImport.previewImport, ({ params, body }) => previewImport(deps, { ...params, content: body }))
  serve(rosterImport.importStudents, ({ params, body: { fingerprint, ...content }, actor }) =>
    importStudents(deps, { ...params, content, fingerprint, actor }),
  )
  serve(rosterImport.listImports, async ({ params }) => ({
    imports: (await listImports(deps, params.courseId)).map((row) => ({ ...row, at: row.at.toISOString() })),
  }))
  serve(rosterImport.undoImport, ({ params, actor }) => undoImport(deps, { ...params, actor }))

  serve(mergesContract.previewMerge, async ({ params }) => {
    const { kept, other, view: plan } = await planMerge(deps.db, params)
    return { ...plan, kept: view(kept), other: view(other) }
  })
  serve(mergesContract.mergeStudents, ({ params, body, actor }) => mergeStudents(deps, { ...params, ...body, actor }))
  serve(mergesContract.listMerges, async ({ params }) => ({ merges: await listMerges(deps, params) }))
  serve(mergesContract.undoMerge, ({ params, actor }) => undoMerge(deps, { ...params, actor }))

  serve(accessCodes.sendAccessCodes, ({ params, body, actor }, _caller, http) =>
    sendAccessCodes(deps, { ...params, ...body, origin: http.origin, actor }),
  )
  serve(accessCodes.giveAccessCodes, async ({ params, body, actor }) => ({
    codes: await giveAccessCodes(deps, { ...params, studentIds: body.studentIds, actor }),
  }))
}

function view(student: Student) {
  return {
    id: student.id,
    ...fieldsOf(student),
    codeSetAt: student.codeSetAt?.toISOString() ?? null,
    archivedAt: student.archivedAt?.toISOString() ?? null,
    anonymisedAt: student.anonymisedAt?.toISOString() ?? null,
    mergedIntoId: student.mergedIntoId,
  }
}
