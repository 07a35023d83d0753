import { parseArgs } from 'node:util'
import { CannotStart } from './platform/cannot-start.ts'

export type Flags = { lan: boolean; demo: boolean }

export function readFlags(args: string[]): Flags {
  try {
    const { values } = parseArgs({ args, options: { lan: { type: 'boolean' }, demo: { type: 'boolean' } } })
    return { lan: values.lan ?? false, demo: values.demo ?? false }
  } catch (cause) {
    throw new CannotStart(
      {
        french: 'Options possibles : --lan (ouvrir aux machines du réseau), --demo (données de démonstration).',
        english: 'Possible options: --lan (open to the machines of the network), --demo (demonstration data).',
      },
      { cause },
    )
  }
}
