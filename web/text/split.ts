import type { Plugin } from 'vite'
import type { MessageTree } from './ids.ts'

/**
 * Two parts of each language file, so that a student never downloads a trainer's sentence:
 * - these concepts go to students, except their `staff` key and the refusals only staff can meet;
 * - the other concepts go to staff, except their `student` and `public` keys.
 */
const studentConcepts = ['common', 'refusal', 'ui', 'attempts']
const sharedKeys = ['student', 'public']

/** Refusals that no endpoint a student may call ever gives (test/web/text.test.ts asks the contract). */
export const staffRefusals: readonly string[] = [
  'last_owner',
  'member_elsewhere',
  'second_factor_missing',
  'second_factor_on',
  'unreadable_file',
  'file_too_heavy',
  'nothing_to_import',
  'nothing_to_preview',
  'preview_outdated',
  'import_in_use',
  'student_exists',
  'student_gone',
  'merge_conflict',
  'confirmation_differs',
  'still_kept',
  'copy_running',
  'exam_not_editable',
  'exam_without_questions',
  'blueprint_not_honoured',
  'question_unshown',
  'exam_dates_inconsistent',
  'marks_missing',
  'correction_impossible',
  'mark_out_of_range',
  'grade_blocked',
  'rubric_in_use',
  'student_in_two_teams',
  'not_a_copy_file',
  'copy_file_altered',
  'not_an_archive',
  'archive_altered',
  'archive_other_version',
  'archive_already_here',
  'archive_not_trusted',
  'copy_of_other_exam',
  'copy_of_other_student',
  'sheet_final',
  'sheet_not_final',
  'rehearsal_under_way',
  'copies_under_way',
  'name_taken',
  'network_unreadable',
  'nobody_to_tell',
  'question_not_ready',
  'questions_in_use',
  'image_too_large',
  'image_too_wide',
  'image_svg',
  'image_damaged',
  'not_an_image',
  'too_many_images',
  'nothing_to_decide',
  'exam_not_published',
  'copy_online',
  'unknown_letter',
  'unknown_certainty',
  'grading_started',
  'grading_finished',
  'gradings_unfinished',
  'two_graders',
  'names_withheld',
  'project_released',
]

export type TextPart = 'student' | 'staff'

export function partOf(tree: MessageTree, part: TextPart): MessageTree {
  const kept: Record<string, MessageTree> = {}
  for (const [concept, messages] of Object.entries(tree)) {
    if (typeof messages === 'string') continue
    const entries = Object.entries(messages).filter(([key]) => ownerOf(concept, key) === part)
    if (entries.length > 0) kept[concept] = Object.fromEntries(entries)
  }
  return kept
}

function ownerOf(concept: string, key: string): TextPart {
  if (concept === 'refusal' && staffRefusals.includes(key)) return 'staff'
  if (studentConcepts.includes(concept)) return key === 'staff' ? 'staff' : 'student'
  return sharedKeys.includes(key) ? 'student' : 'staff'
}

/** Answers `import('./fr.json?part=student')`, in the site (web/vite.config.ts) and in its tests (test/vitest.config.ts). */
export function splitText(shape: (tree: MessageTree) => unknown = (tree) => tree): Plugin {
  return {
    name: 'split-text',
    enforce: 'pre',
    transform: {
      filter: { id: /\/text\/(?:fr|en)\.json\?(?:.*&)?part=/ },
      handler(code, id) {
        const part: TextPart = id.includes('part=staff') ? 'staff' : 'student'
        // One string for JSON.parse: browsers read it faster than an object literal.
        const text = JSON.stringify(JSON.stringify(shape(partOf(JSON.parse(code) as MessageTree, part))))
        return { code: `export default JSON.parse(${text})`, moduleType: 'js', map: null }
      },
    },
  }
}
