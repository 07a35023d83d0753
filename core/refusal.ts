/** The closed list of refusals: every reason for which the platform may refuse a request. */
export const refusalCodes = [
  // the request itself
  'invalid_request',
  'too_large',
  'file_too_heavy',
  'server_busy',
  'too_many_requests',
  'cross_site',
  'not_signed_in',
  'not_allowed',
  'own_work',
  'not_found',
  'changed_meanwhile',
  // signing in
  'wrong_credentials',
  'wrong_code',
  'second_factor_needed',
  'wrong_second_factor',
  'second_factor_missing',
  'second_factor_on',
  'link_unusable',
  'password_too_short',
  'password_too_common',
  'email_taken',
  'last_owner',
  'member_elsewhere',
  'own_link',
  'address_unreadable',
  'address_loopback',
  'course_archived',
  'exam_under_way',
  // imported files
  'unreadable_file',
  'material_unreadable',
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
  // questions
  'question_not_ready',
  'questions_in_use',
  'image_too_large',
  'image_too_wide',
  'image_svg',
  'image_damaged',
  'not_an_image',
  'too_many_images',
  // the outline of the course
  'outline_changed',
  'outline_title_taken',
  'outline_too_large',
  'outline_in_use',
  // drafts of an assistant
  'assistant_off',
  'assistant_failed',
  // exams
  'exam_not_editable',
  'retake_of_retake',
  'exam_not_open',
  'exam_closed',
  'exam_wrong_state',
  'exam_without_questions',
  'blueprint_not_honoured',
  'question_unshown',
  'exam_dates_inconsistent',
  // who sits an exam, and when
  'not_in_audience',
  'other_slot',
  'audience_empty',
  'audience_changed',
  'slot_under_way',
  'slots_overlap',
  'candidate_started',
  'windows_to_come',
  // attempts
  'attempt_not_started',
  'attempt_closed',
  'attempt_wrong_state',
  'attempt_paused',
  'attempt_elsewhere',
  'time_is_up',
  'reopening_needs_trainer',
  'correction_shown',
  'late_after_release',
  'attendance_settled',
  'question_not_in_attempt',
  'choice_not_in_question',
  // copy files
  'not_a_copy_file',
  'copy_file_altered',
  'copy_of_other_exam',
  'copy_of_other_student',
  // paper copies
  'exam_not_published',
  'copy_online',
  'unknown_letter',
  'unknown_certainty',
  // archives
  'not_an_archive',
  'archive_altered',
  'archive_other_version',
  'archive_already_here',
  'archive_not_trusted',
  // invigilation
  'room_code_wrong',
  'outside_the_room',
  'network_unreadable',
  'nobody_to_tell',
  'nothing_to_decide',
  'rehearsal_under_way',
  'copies_under_way',
  // marks and grades
  'not_released',
  'marks_missing',
  'sheet_final',
  'sheet_not_final',
  'correction_impossible',
  'contestation_closed',
  'mark_out_of_range',
  'grade_blocked',
  'rubric_in_use',
  'student_in_two_teams',
  'name_taken',
  'grading_started',
  'grading_finished',
  'gradings_unfinished',
  'two_graders',
  'names_withheld',
  'project_released',
  // what a team hands in
  'link_unreadable',
  'link_ssh',
  'link_not_https',
  'link_with_password',
  'no_team',
  'hand_in_late',
  'hand_in_over',
  'not_pdf_or_zip',
  'hand_in_file_damaged',
  'too_many_files',
] as const

export type RefusalCode = (typeof refusalCodes)[number]

/** The only exception for a refused request. `details` never holds a secret: it is sent to the browser unchanged. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: unknown

  constructor(code: RefusalCode, details?: unknown) {
    super(code)
    this.code = code
    this.details = details
  }
}
