import type { MaterialPart } from './material.ts'

type ComparedPart = Pick<MaterialPart, 'level' | 'heading' | 'text'>

/** Whether a material reads as these parts do, whatever they were rendered to. */
export const isSameText = (stored: readonly ComparedPart[], parts: readonly ComparedPart[]): boolean =>
  stored.length === parts.length &&
  parts.every(({ level, heading, text }, at) => {
    const one = stored[at]
    return one?.level === level && one.heading === heading && one.text === text
  })
