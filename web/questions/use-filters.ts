import { useSearchParams } from 'wouter'
import { discriminationBands, facilityBands } from '#contract/questions/questions.ts'
import {
  type BloomLevel,
  bloomLevels,
  type Difficulty,
  difficulties,
  type Purpose,
  purposes,
  type QuestionType,
  questionTypes,
} from '#core/questions/question.ts'
import { itemFlagCodes } from '#core/statistics/flags.ts'

export type BankFilters = {
  section?: string | undefined
  difficulty?: Difficulty | undefined
  type?: QuestionType | undefined
  level?: BloomLevel | undefined
  purpose?: Purpose | undefined
  tag?: string | undefined
  heading?: string | undefined
  lint?: (typeof lintStates)[number] | undefined
  used?: 'yes' | 'no' | undefined
  taken?: (typeof takenTimes)[number] | undefined
  facility?: (typeof facilityBands)[number] | undefined
  discrimination?: (typeof discriminationBands)[number] | undefined
  flag?: (typeof flagChoices)[number] | undefined
  reread?: 'yes' | undefined
  archived?: 'only' | undefined
  search?: string | undefined
  page: number
}

export const lintStates = ['error', 'warning', 'clean'] as const
export const takenTimes = ['never', 'once', 'several'] as const
export const flagChoices = ['any', 'none', ...itemFlagCodes] as const
export const noFilter: Partial<BankFilters> = {
  search: '',
  difficulty: undefined,
  type: undefined,
  level: undefined,
  purpose: undefined,
  tag: undefined,
  heading: undefined,
  lint: undefined,
  used: undefined,
  taken: undefined,
  facility: undefined,
  discrimination: undefined,
  flag: undefined,
  reread: undefined,
  archived: undefined,
}

/** The query parameters of the filters, in French like the site's other URLs. */
const names = {
  section: 'section',
  difficulty: 'difficulte',
  type: 'type',
  level: 'niveau',
  purpose: 'usage',
  tag: 'etiquette',
  heading: 'passage',
  lint: 'redaction',
  used: 'examen',
  taken: 'posee',
  facility: 'facilite',
  discrimination: 'discrimination',
  flag: 'signal',
  reread: 'a-relire',
  archived: 'archivees',
  search: 'recherche',
  page: 'page',
} as const

/**
 * The filters are in the query string, so that a filtered list can be shared, reloaded and reached by the back button.
 */
export function useFilters(): [BankFilters, (change: Partial<BankFilters>) => void] {
  const [search, setSearch] = useSearchParams()
  const read = (name: keyof typeof names) => search.get(names[name]) ?? undefined
  const filters: BankFilters = {
    section: read('section'),
    difficulty: oneOf(difficulties, read('difficulty')),
    type: oneOf(questionTypes, read('type')),
    level: oneOf(bloomLevels, read('level')),
    purpose: oneOf(purposes, read('purpose')),
    tag: read('tag'),
    heading: read('heading'),
    lint: oneOf(lintStates, read('lint')),
    used: oneOf(['yes', 'no'] as const, read('used')),
    taken: oneOf(takenTimes, read('taken')),
    facility: oneOf(facilityBands, read('facility')),
    discrimination: oneOf(discriminationBands, read('discrimination')),
    flag: oneOf(flagChoices, read('flag')),
    reread: oneOf(['yes'] as const, read('reread')),
    archived: oneOf(['only'] as const, read('archived')),
    search: read('search'),
    page: Math.max(1, Math.trunc(Number(read('page') ?? 1)) || 1),
  }
  const change = (part: Partial<BankFilters>) => {
    // Changing a filter goes back to the first page.
    const next = { ...filters, page: 1, ...part }
    const address = new URLSearchParams(search)
    for (const [name, inAddress] of Object.entries(names)) {
      const value = next[name as keyof BankFilters]
      if (value === undefined || value === '' || (name === 'page' && value === 1)) address.delete(inAddress)
      else address.set(inAddress, String(value))
    }
    setSearch(address, { replace: part.search !== undefined })
  }
  return [filters, change]
}

/** Ignores a value that an old or mistyped URL has. */
function oneOf<T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((one) => one === value)
}
