/** Files of one mark per student, with the columns and the codes of another program. */
export const toolProfiles = ['moodle', 'canvas', 'apogee', 'scodoc'] as const
export type ToolProfile = (typeof toolProfiles)[number]

export const isToolProfile = (profile: string): profile is ToolProfile =>
  (toolProfiles as readonly string[]).includes(profile)
