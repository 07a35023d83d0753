import type { Reply } from '#contract/endpoint.ts'
import { exportArchive } from '#contract/exports/archives.ts'
import {
  type ExportProfile,
  exportAnswers,
  exportAttendance,
  exportFinalSheet,
  exportJournal,
  exportPoints,
  exportProfiles,
  exportResults,
  exportRubric,
  exportSections,
  exportStatistics,
  exportStudentSections,
  type listFiles,
  tableProfiles,
} from '#contract/exports/exports.ts'
import { isExamOver } from '#core/exams/exam.ts'
import type { FileKind } from '#core/exports/file-layout.ts'
import { addressOf } from '#web/api.ts'

export type CourseFiles = Reply<typeof listFiles>
export type FiledExam = CourseFiles['exams'][number]

/** One kind of data, in the programs that read it. */
export type FileRow = {
  id: string
  kind: FileKind | 'archive'
  /** The exam or the project it is of; empty: the course. */
  of: string
  /** How many students, marks or teams. */
  count: number | null
  profiles: readonly ExportProfile[]
  /** The download URL for a format, or for an export profile by its id. */
  hrefOf: (profile: string) => string
}

const asProfile = (profile: string) => ({ profile: profile as ExportProfile })

const ofExam = [
  { kind: 'points', endpoint: exportPoints },
  { kind: 'answers', endpoint: exportAnswers },
  { kind: 'attendance', endpoint: exportAttendance },
  { kind: 'statistics', endpoint: exportStatistics },
  { kind: 'sections', endpoint: exportSections },
  { kind: 'student_sections', endpoint: exportStudentSections },
] as const

/** Those that need at least one mark. */
const ofMarks: readonly FileKind[] = ['statistics', 'sections', 'student_sections']

/** Every file of the course: the final sheet, those of one exam, those of the projects, the journal. */
export function fileRowsOf(courseId: string, files: CourseFiles, exam: FiledExam | undefined): FileRow[] {
  const { finalSheet, projects } = files
  const params = { courseId }
  return [
    ...(finalSheet
      ? [
          {
            ...{ id: 'final_sheet', kind: 'final_sheet' as const, of: '', count: finalSheet.studentCount },
            profiles: exportProfiles,
            hrefOf: (profile: string) => addressOf(exportFinalSheet, { params, query: asProfile(profile) }),
          },
        ]
      : []),
    ...(exam ? examRows(courseId, exam) : []),
    ...projects.map(
      ({ id, title, teamCount }): FileRow => ({
        ...{ id, kind: 'rubric', of: title, count: teamCount, profiles: tableProfiles },
        hrefOf: (profile) =>
          addressOf(exportRubric, { params: { courseId, projectId: id }, query: asProfile(profile) }),
      }),
    ),
    {
      ...{ id: 'journal', kind: 'journal', of: '', count: null, profiles: tableProfiles },
      hrefOf: (profile) => addressOf(exportJournal, { params, query: asProfile(profile) }),
    },
  ]
}

function examRows(courseId: string, { id: examId, title, status, markCount }: FiledExam): FileRow[] {
  const params = { courseId, examId }
  const known = ofExam.filter(({ kind }) => markCount > 0 || !ofMarks.includes(kind))
  return [
    {
      ...{ id: 'results', kind: 'results', of: title, count: markCount, profiles: exportProfiles },
      hrefOf: (profile) => addressOf(exportResults, { params, query: asProfile(profile) }),
    },
    ...known.map(
      ({ kind, endpoint }): FileRow => ({
        ...{ id: kind, kind, of: title, count: null, profiles: tableProfiles },
        hrefOf: (profile) => addressOf(endpoint, { params, query: asProfile(profile) }),
      }),
    ),
    ...(isExamOver(status)
      ? [
          {
            ...{ id: 'archive', kind: 'archive' as const, of: title, count: null, profiles: [] },
            hrefOf: () => addressOf(exportArchive, { params }),
          },
        ]
      : []),
  ]
}
