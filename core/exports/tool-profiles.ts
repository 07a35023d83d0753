/** Files of one mark per student, in the columns and codes of other programs. */
export const toolProfiles = ['moodle', 'canvas', 'apogee', 'scodoc'] as const
export type ToolProfile = (typeof toolProfiles)[number]

export const isToolProfile = (profile: string): profile is ToolProfile =>
  (toolProfiles as readonly string[]).includes(profile)

/** Whether the file leaves out whoever has no mark: an empty cell would erase a mark in Moodle. */
export const leavesOut = (profile: string): boolean => profile === 'moodle'
