import type { ImportFormat, Reading } from './imported.ts'
import type { SectionText } from './qti-sections.ts'
import { readAiken } from './read-aiken.ts'
import { readAmcTxt } from './read-amc-txt.ts'
import { readBlackboard } from './read-blackboard.ts'
import { readGift } from './read-gift.ts'
import { readMoodleXml } from './read-moodle-xml.ts'
import { readQti2 } from './read-qti2.ts'
import { readQti12 } from './read-qti12.ts'
import { readBankYaml } from './read-yaml.ts'
import { type Files, noFiles } from './reading-context.ts'

type ReadAsInput = {
  format: ImportFormat
  text: string
  files?: Files
  /** What the section of a test that asks this file says before it. */
  section?: SectionText | undefined
}

/** The reader of each format. */
export function readAs({ format, text, files = noFiles, section }: ReadAsInput): Reading {
  switch (format) {
    case 'gift':
      return readGift(text, files)
    case 'aiken':
      return readAiken(text)
    case 'moodle-xml':
      return readMoodleXml(text)
    case 'amc-txt':
      return readAmcTxt(text, files)
    case 'qti12':
      return readQti12(text, files)
    case 'qti21':
    case 'qti22':
    case 'qti30':
      return readQti2(text, files, section)
    case 'blackboard':
      return readBlackboard(text, files)
    case 'yaml':
      return readBankYaml(text, files)
  }
}
