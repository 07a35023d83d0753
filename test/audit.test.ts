import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import { namedColumns } from '#server/privacy/named-columns.ts'

/**
 * Every change staff can make, and the line it leaves: where it is written, and by which name. What leaves none is in
 * the second list, with its reason. A new endpoint is in one of them, or this test fails.
 */
const audited: Record<string, readonly [file: string, ...actions: string[]]> = {
  createCourse: ['auth/create-course', 'course.create'],
  updateCourse: ['auth/update-course', 'course.update'],
  setStudentAddress: ['auth/student-address', 'course.address'],
  openPractice: ['auth/practice-code', 'course.open_practice'],
  closePractice: ['auth/practice-code', 'course.close_practice'],
  setMail: ['auth/mailings', 'course.mail'],
  resendMail: ['auth/mailings', 'mail.resend'],
  cancelMailing: ['auth/mailings', 'mail.cancel'],
  setPublishRule: ['exams/publish-rule', 'course.publish_rule'],
  addPlatform: ['lms/platforms', 'lms.add'],
  changePlatform: ['lms/platforms', 'lms.change'],
  linkLtiAccount: ['lms/decide-launch', 'lms.link_account'],
  unbindLtiContext: ['lms/unbind-context', 'lms.unbind'],
  bindLtiContext: ['lms/decide-launch', 'lms.bind'],
  setLtiLink: ['lms/decide-launch', 'lms.link'],
  chooseLtiContent: ['lms/choose-content', 'lms.choose'],
  removePlatform: ['lms/platforms', 'lms.remove'],
  setMarksSending: ['lms/ask-for-marks', 'lms.sending'],
  importMembers: ['lms/import-members', 'lms.import_members'],
  sendMarks: ['lms/ask-for-marks', 'lms.send_marks'],
  copyCourse: ['exports/copy-course', 'course.copy'],
  archiveCourse: ['privacy/archive-course', 'course.archive'],
  reopenCourse: ['privacy/archive-course', 'course.reopen'],
  deleteCourse: ['privacy/delete-course', 'course.delete'],
  inviteMember: ['auth/invite', 'member.invite'],
  cancelInvitation: ['auth/invite', 'member.uninvite'],
  changeMember: ['auth/change-member', 'member.change'],
  removeMember: ['auth/change-member', 'member.remove'],
  acceptStaffRequest: ['auth/sign-on/staff-requests', 'member.accept'],
  refuseStaffRequest: ['auth/sign-on/staff-requests', 'member.refuse'],
  giveMemberLink: ['auth/reset-password', 'member.link'],
  removeMemberSecondFactor: ['auth/drop-second-factor', 'member.second_factor'],
  sendAccessCodes: ['students/send-access-codes', 'mail.codes'],
  addStudent: ['students/add', 'student.add'],
  updateStudent: ['students/update', 'student.update'],
  archiveStudent: ['students/archive', 'student.archive'],
  restoreStudent: ['students/archive', 'student.restore'],
  changeStudents: ['students/change-students', 'students.change'],
  restoreStudents: ['students/change-students', 'students.change'],
  giveAccessCodes: ['students/give-access-codes', 'students.codes'],
  importStudents: ['students/import', 'students.import'],
  undoImport: ['students/undo-import', 'students.undo_import'],
  mergeStudents: ['students/merge/merge-students', 'student.merge'],
  undoMerge: ['students/merge/undo-merge', 'student.undo_merge'],
  createQuestion: ['questions/editing/save-question', 'question.create'],
  saveQuestion: ['questions/editing/save-question', 'question.save'],
  restoreVersion: ['questions/editing/save-question', 'question.restore'],
  resolveConflict: ['questions/editing/save-question', 'question.resolve'],
  restampQuestion: ['questions/bank/review-questions', 'question.reread'],
  changeQuestions: ['questions/editing/change-questions', 'questions.'],
  confirmImport: ['questions/transfer/confirm-import', 'questions.import'],
  undoBatch: ['questions/editing/batch', 'questions.undo'],
  confirmMaterial: ['courses/confirm-material', 'material.add'],
  withdrawMaterial: ['courses/confirm-material', 'material.withdraw'],
  setCourseLanguage: ['courses/set-course-language', 'course.language'],
  setAssistant: ['courses/course-assistant', 'course.assistant'],
  changeOutline: ['courses/change-outline', 'outline.change'],
  undoOutlineChange: ['courses/change-outline', 'outline.undo'],
  resolveCourseFile: ['courses/resolve-course-file', 'course.resolve'],
  createExam: ['exams/create-exam', 'exam.create'],
  updateExam: ['exams/update-exam', 'exam.update'],
  duplicateExam: ['exams/duplicate-exam', 'exam.create'],
  setRetake: ['exams/set-retake', 'exam.retake'],
  deleteExam: ['exams/delete-exam', 'exam.delete'],
  redrawExam: ['exams/redraw-exam', 'exam.redraw'],
  arrangeDraw: ['exams/arrange-draw', 'exam.arrange'],
  publishExam: ['exams/publish-exam', 'exam.publish'],
  withdrawExam: ['exams/change-status', 'exam.withdraw'],
  openExam: ['exams/change-status', 'exam.open'],
  cancelOpening: ['exams/change-status', 'exam.cancel_opening'],
  closeExam: ['exams/change-status', 'exam.close'],
  reopenExam: ['exams/change-status', 'exam.reopen_exam'],
  renewJoinCode: ['exams/renew-join-code', 'exam.renew_join_code'],
  setAudience: ['exams/set-audience', 'exam.audience'],
  setSlots: ['exams/set-slots', 'exam.slots'],
  moveCandidates: ['exams/set-candidate', 'exam.choose_slot'],
  setOverride: ['exams/set-candidate', 'exam.override'],
  removeOverride: ['exams/set-candidate', 'exam.remove_override'],
  setEarlyMarks: ['exams/set-early-marks', 'exam.early_marks'],
  keepBlueprint: ['exams/blueprints', 'blueprint.keep'],
  deleteBlueprint: ['exams/blueprints', 'blueprint.delete'],
  changeAttempts: ['attempts/monitor/interventions', 'attempt.'],
  setAccess: ['attempts/entry/room-access', 'exam.access'],
  setAttendance: ['attempts/monitor/attendance', 'exam.attendance'],
  setRoom: ['attempts/monitor/incident', 'exam.room'],
  setLockedBrowser: ['attempts/locked-browser/settings', 'exam.locked_browser'],
  addBrowserFile: ['attempts/locked-browser/settings', 'exam.locked_browser'],
  removeBrowserFile: ['attempts/locked-browser/settings', 'exam.locked_browser'],
  setBrowserPass: ['attempts/locked-browser/passes', 'exam.browser_pass'],
  releaseResults: ['grading/release', 'exam.release'],
  withholdResults: ['grading/release', 'exam.withhold'],
  keepFillTemplate: ['exports/fill/templates', 'course.keep_fill_template'],
  renameFillTemplate: ['exports/fill/templates', 'course.rename_fill_template'],
  deleteFillTemplate: ['exports/fill/templates', 'course.delete_fill_template'],
  announceExam: ['exams/notices/announce', 'mail.announced'],
  tellReleased: ['grading/tell-released', 'mail.released'],
  decideLate: ['grading/late/decide-late', 'attempt.'],
  handInPaperCopy: ['attempts/sitting/write-paper', 'attempt.paper'],
  importCopyFile: ['grading/copy-files/import-copy-file', 'attempt.import_copy_file'],
  recordCorrection: ['grading/corrections/record-correction', 'exam.correct'],
  answerContestations: ['grading/contestations/answer-contestations', 'contestation.answer'],
  setContestationDeadline: ['grading/contestations/answer-contestations', 'contestation.deadline'],
  importExam: ['grading/imports/import-exam', 'exam.import'],
  undoExamImport: ['grading/imports/undo-exam-import', 'exam.undo_import'],
  createProject: ['projects/create-project', 'project.create'],
  changeRubric: ['projects/change-rubric', 'project.rubric'],
  writeBrief: ['projects/write-brief', 'project.brief'],
  openProject: ['projects/open-project', 'project.open'],
  releaseProject: ['projects/release-project', 'project.release', 'project.withhold'],
  createTeam: ['projects/change-team', 'team.create'],
  renameTeam: ['projects/change-team', 'team.rename'],
  deleteTeam: ['projects/change-team', 'team.delete'],
  makeTeams: ['projects/make-teams', 'team.draw'],
  setMembers: ['projects/set-members', 'team.members'],
  moveStudent: ['projects/set-members', 'team.move'],
  gradeTeam: ['projects/grade-team', 'team.grade'],
  adjustMember: ['projects/adjust-member', 'team.adjust'],
  setProjectTerms: ['projects/set-terms', 'project.terms'],
  setBlindness: ['projects/set-blindness', 'project.blind', 'project.reveal'],
  importTeams: ['projects/import-teams', 'team.import'],
  saveDelivery: ['projects/save-delivery', 'team.delivery'],
  finishGrading: ['projects/own-grading', 'grading.finish', 'grading.resume'],
  resolveGradings: ['projects/resolve-gradings', 'grading.resolve'],
  withdrawResolution: ['projects/resolve-gradings', 'grading.unresolve'],
  setRules: ['assessment/set-rules', 'assessment.rules'],
  setEntry: ['assessment/set-entry', 'assessment.entry'],
  setEntries: ['assessment/set-entry', 'assessment.entry'],
  setJury: ['assessment/set-jury', 'assessment.jury'],
  finalise: ['assessment/finalise', 'assessment.finalise'],
  reopenSheet: ['assessment/reopen-sheet', 'assessment.reopen'],
  releaseAssessment: ['assessment/release-assessment', 'assessment.release', 'assessment.withhold'],
  importSheet: ['exports/sheet-import', 'assessment.import'],
  undoSheetImport: ['exports/sheet-import', 'assessment.undo_import'],
  restoreArchive: ['exports/archive/restore-archive', 'exam.restore'],
  setRetention: ['privacy/retention', 'privacy.retention'],
  eraseStudents: ['privacy/erase-students', 'student.anonymise', 'students.erase'],
}

/** Written by the function of the database that deletes: it cannot be done without its line (prisma/after.sql). */
const byTheDatabase: Record<string, readonly string[]> = {
  purgeRecords: ['privacy.forget_journals', 'privacy.forget_audit'],
}

const silent: Record<string, string> = {
  invitePlatform: 'an address that changes nothing until a platform uses it, which leaves a line',
  ...Object.fromEntries(
    [
      'previewOutlineChange',
      ...['previewImport', 'previewQuestion', 'previewCopyFile', 'previewCorrection', 'previewExamImport'],
      ...[
        'previewSheetImport',
        'previewErasure',
        'previewAudience',
        'previewArchive',
        'previewTeamImport',
        'previewBrief',
        'previewRubric',
        'simulateScales',
        'checkReceipt',
        'readSpreadsheet',
        'previewFill',
        'previewMembers',
        'fillFile',
      ],
    ].map((name) => [name, 'writes nothing']),
  ),
  ...Object.fromEntries(
    ['keepBankComment', 'changeBankComment', 'useBankComment', 'deleteBankComment'].map((name) => [
      name,
      'a phrase to write faster with; what it becomes on a team is audited',
    ]),
  ),
  addImage: 'is named by its content; the question that shows it is audited',
  drawPaperCopies: 'draws what a start would draw, once',
  typePaperCopy: 'keeps a draft, with who; what it becomes is audited when handed in',
  ...Object.fromEntries(
    ['createExportProfile', 'updateExportProfile', 'deleteExportProfile'].map((name) => [
      name,
      'the columns of a file; nothing of a student',
    ]),
  ),
  previewExport: 'writes nothing',
  saveQuestionViews: 'how one person sees a list; nothing of the course',
  sendTrialMail: 'a message to oneself, in the list of letters',
  stageMaterial: 'keeps what was read; what it becomes is audited when confirmed',
  draftQuestions: 'keeps drafts; what they become is audited when confirmed',
  forgetDrafts: 'takes away drafts that nobody accepted; nothing of the bank',
  saveStagedDraft: 'changes a draft that nobody accepted; what it becomes is audited when confirmed',
  stageImport: 'keeps a draft for its author; what it becomes is audited when confirmed',
  startRehearsal: 'plays in a hidden course of its own, deleted afterwards',
  stopRehearsal: 'plays in a hidden course of its own, deleted afterwards',
  addIncident: 'is itself a line that never changes, with who and when',
  sendMessage: 'is itself kept, with who and when',
  ...Object.fromEntries(
    [
      ...['changePassword', 'endSession', 'endOtherSessions'],
      ...['prepareSecondFactor', 'confirmSecondFactor', 'renewRecoveryCodes', 'removeSecondFactor'],
      ...['createToken', 'revokeToken'],
    ].map((name) => [name, 'one’s own account: a line of its own events']),
  ),
  signOutEverywhere: 'one’s own account',
}

/** What an audited file writes on its own: a line of the log is itself kept; how far a long import is. */
const besides: Record<string, readonly string[]> = {
  'attempts/monitor/incident': ['db.incident.create('],
  'questions/transfer/confirm-import': ['db.questionBatch.update('],
}

const staff = Object.values(contract).flatMap((all) =>
  Object.entries(all).filter(
    ([, { access, method }]) => method !== 'GET' && ['staff', 'invigilator', 'trainer', 'owner'].includes(access),
  ),
)
const names = staff.map(([name]) => name)
const source = (file: string) => readFileSync(`server/${file}.ts`, 'utf8')
const sentences = ['fr', 'en'].map((language) => {
  const tree = JSON.parse(readFileSync(`web/text/${language}/exports.json`, 'utf8')) as {
    journal: Record<string, string>
  }
  return tree.journal
})

describe('every change staff can make', () => {
  it('leaves a line, or is on the list of those that leave none, with its reason', () => {
    const listed = [...Object.keys(audited), ...Object.keys(byTheDatabase), ...Object.keys(silent)]
    expect(names.filter((name) => !listed.includes(name))).toEqual([])
    expect(listed.filter((name) => !names.includes(name))).toEqual([])
    expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([])
  })

  it.each(Object.entries(audited))('%s writes its line with the change, by its name', (_, [file, ...actions]) => {
    const text = source(file)
    expect(text).toMatch(/\baudit\(tx,|\bauditWith\(client,/)
    // Never but in a transaction, nor in one where nothing else is done.
    expect(text).not.toMatch(/\baudit(?:With)?\((?!tx,|client,)/)
    expect(text).not.toMatch(/\$transaction\(\s*(?:async )?\(tx\) =>[\s{]*(?:await |return )?audit\(/)
    // And what it tells of is not written beside that transaction.
    const beside = text.match(/\bchangeAttempt\(|\bdb\.\w+\.(?:create|update|upsert|delete)\w*\(/g) ?? []
    expect(beside.filter((write) => !(besides[file] ?? []).includes(write))).toEqual([])
    for (const action of actions) expect(text).toMatch(new RegExp(`['"\`]${action.replace('.', '\\.')}`))
  })

  it.each(Object.values(byTheDatabase).flat())('%s is written by the function that deletes', (action) => {
    expect(readFileSync('prisma/after.sql', 'utf8')).toContain(`'${action}'`)
  })

  it.each([...Object.values(audited).flatMap(([, ...actions]) => actions), ...Object.values(byTheDatabase).flat()])(
    '%s has a sentence in the journal, in both languages',
    (action) => {
      const id = action.replace('.', '_')
      for (const known of sentences) {
        if (action.endsWith('.')) expect(Object.keys(known).some((each) => each.startsWith(id))).toBe(true)
        else expect(known[id], id).toBeDefined()
      }
    },
  )
})

it('a name in the audit can be erased: its lines are among the places that are searched', () => {
  expect(namedColumns.AuditLine.json).toEqual(['before', 'after'])
})
