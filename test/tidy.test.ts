import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import {
  classesUsedBy,
  closureOf,
  globalRulesOf,
  looseParts,
  ownClassOf,
  rulesOf,
  sheetOwners,
  sheets,
} from './setup/stylesheets.ts'

/** A row of a table of the README whose second cell, or first, is the name of a folder. */
const rowsOf = (page: string, cells: RegExp) => [...readFileSync(page, 'utf8').matchAll(cells)]
const storyIn = (page: string) => rowsOf(page, /^\|[^|`]+\| `(\w+)` \|/gm).map(([, folder]) => folder ?? '')

/** The story of an exam, as README.md tells it. */
const story = storyIn('README.md')

/** By floor, the folders that are no step of the story. */
const outside = new Map(
  rowsOf('README.md', /^\| `(core|contract|server|web)\/` \|[^|]*\|(.*)\|$/gm).map(([, floor, folders]) => [
    floor ?? '',
    [...(folders ?? '').matchAll(/`(\w+)`/g)].map(([, folder]) => folder ?? ''),
  ]),
)
const floors = [...outside.keys()]

/** What comes before what: a folder may import only those before it. */
const order = ['platform', ...story.flatMap((name) => (name === 'exams' ? ['scoring', name] : [name]))]

/** What each folder may import; with the reason when it is not obvious. */
const mayImport: Record<string, RegExp> = {
  // Both sides of the wire read it: nothing with a clock, chance or I/O.
  core: /^(\.\/|#core\/|pure-rand\/)/,
  contract: /^(\.\/|#core\/|#contract\/|zod$)/,
  server: /^(\.{1,2}\/|#core\/|#contract\/|#server\/|#prisma\/|node:|[a-z@])/,
  // A browser that imports from the server is the start of every leak.
  web: /^(\.{1,2}\/|#core\/|#contract\/|#web\/|(?!node:)[a-z@])/,
  prisma: /^(\.\/|#contract\/|#prisma\/|node:|[a-z@])/,
}

/** Names that say nothing: name the thing instead. */
const banned = ['utils', 'util', 'helpers', 'common', 'misc', 'types', 'constants', 'index', 'service', 'manager']

const filesIn = (top: string) =>
  readdirSync(top, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|client|dist)\//.test(file))
    .map((file) => `${top}/${file}`)
const files = [...Object.keys(mayImport), 'test'].flatMap(filesIn)
const text = (file: string) => readFileSync(file, 'utf8')
const importStatement = /(?:^|\n)(?:import|export) (?:[\w\s{},*$]*? from )?'([^']+)'|\bimport\('([^']+)'\)/g
const importsOf = (file: string) => [...text(file).matchAll(importStatement)].map((match) => match[1] ?? match[2] ?? '')
const offenders = (among: string[], breaks: (file: string) => boolean) => among.filter(breaks)

describe('folders', () => {
  it('have the same names, in the same order, in both READMEs and in the style', () => {
    const chain = /auth(?: → \w+)+/.exec(text('docs/style.md'))?.[0].split(' → ')
    expect(story.length).toBeGreaterThan(5)
    expect(storyIn('README.fr.md')).toEqual(story)
    expect(chain).toEqual(story)
  })

  it('of every floor are those of the README', () => {
    expect(floors).toEqual(['core', 'contract', 'server', 'web'])
    // Signing in has no rule that needs neither clock nor chance.
    const steps = (floor: string) => story.filter((name) => !(floor === 'core' && name === 'auth'))
    for (const floor of floors) {
      const there = readdirSync(floor, { withFileTypes: true }).filter((entry) => entry.isDirectory())
      expect(there.map(({ name }) => name).sort(), floor).toEqual(
        [...steps(floor), ...(outside.get(floor) ?? [])].sort(),
      )
    }
  })
})

/** The groups of files that reach each other by their imports, types included; a page loaded on demand is not one. */
function circlesIn(top: string): string[][] {
  const among = filesIn(top)
  const arrows = new Map(
    among.map((file) => {
      const imports = [...text(file).matchAll(importStatement)].flatMap((match) => match[1] ?? [])
      const targets = imports.map((name) => (name.startsWith('.') ? join(dirname(file), name) : name.replace(/^#/, '')))
      return [file, targets.filter((target) => among.includes(target))] as const
    }),
  )
  const reachedFrom = (start: string) => {
    const seen = new Set<string>()
    const visit = (file: string) => {
      for (const next of arrows.get(file) ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        visit(next)
      }
    }
    visit(start)
    return seen
  }
  const reached = new Map(among.map((file) => [file, reachedFrom(file)] as const))
  const circles = among
    .filter((file) => reached.get(file)?.has(file))
    .map((file) => among.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)))
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()]
}

describe('imports', () => {
  it.each(Object.keys(mayImport))('%s imports only what it may', (top) => {
    const wrong = filesIn(top).flatMap((file) =>
      importsOf(file)
        // Build configurations run in Node, wherever they lie.
        .filter(
          (name) =>
            !/\.config\.ts$|vite-|weight|precompress|^split\.ts$/.test(basename(file)) && !mayImport[top]?.test(name),
        )
        .map((name) => `${file} → ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it.each(floors)('%s looks only backwards in the story', (top) => {
    const wrong = filesIn(top).flatMap((file) => {
      const here = order.indexOf(file.split('/')[1] ?? '')
      if (here === -1) return []
      return importsOf(file)
        .flatMap((name) => new RegExp(`^(?:#${top}|\\.\\.)/([\\w-]+)/`).exec(name)?.[1] ?? [])
        .filter((concept) => order.indexOf(concept) > here)
        .map((concept) => `${file} → ${concept}`)
    })
    expect(wrong).toEqual([])
  })

  // An import of types counts: two files that need each other to be read are one file.
  it.each(['core', 'contract', 'server'])('%s closes no circle', (top) => {
    const resolved = (file: string, name: string) => (name.startsWith('#') ? name.slice(1) : join(dirname(file), name))
    const arrows = new Map(filesIn(top).map((file) => [file, importsOf(file).map((name) => resolved(file, name))]))
    const reaches = (from: string, to: string, seen: Set<string>): boolean =>
      (arrows.get(from) ?? []).some((next) => {
        if (next === to) return true
        if (seen.has(next)) return false
        seen.add(next)
        return reaches(next, to, seen)
      })
    expect([...arrows.keys()].filter((file) => reaches(file, file, new Set()))).toEqual([])
  })

  it('web/ui knows nothing about exams and fetches nothing', () => {
    const wrong = filesIn('web/ui').filter(
      (file) =>
        /\bfetch\(|#web\/api\.ts|\.\.\/api\.ts/.test(text(file)) ||
        importsOf(file).some((name) => name.startsWith('#contract') && !name.endsWith('content.ts')),
    )
    expect(wrong).toEqual([])
  })

  // Types included: a page and its parts that import each other cannot be read one after the other.
  it.each(floors)('%s has no import circle', (top) => {
    expect(circlesIn(top)).toEqual([])
  })

  it('only web/api.ts calls fetch', () => {
    const allowed = ['web/api.ts', 'web/service-worker.ts']
    expect(
      offenders(
        filesIn('web').filter((file) => !allowed.includes(file)),
        (file) => /\bfetch\(/.test(text(file)),
      ),
    ).toEqual([])
  })
})

describe('core', () => {
  it.each(filesIn('core'))('%s has no clock, no chance, no outside', (file) => {
    expect(text(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).not.toMatch(
      /Date\.now|new Date\(\)|Math\.random|process\.|\bawait\b|\bfetch\(/,
    )
  })
})

describe('contract', () => {
  // What a database cannot hold is refused where it comes in (contract/endpoint.ts: `text`, `int4`, `instant`).
  it.each(filesIn('contract').filter((file) => !/\/(endpoint|content)\.ts$/.test(file)))(
    '%s says text and int4',
    (file) => {
      expect(text(file)).not.toMatch(/z\.string\(\)|z\.iso\./)
      expect(
        text(file)
          .match(/.*z\.int\(\).*/g)
          ?.filter((line) => !/Ms\b/.test(line)) ?? [],
      ).toEqual([])
    },
  )
})

describe('server', () => {
  it('routes never touch the database', () => {
    expect(
      offenders(
        filesIn('server').filter((file) => file.endsWith('routes.ts')),
        (file) => /\b(deps\.)?(db|pool)\./.test(text(file)),
      ),
    ).toEqual([])
  })

  it('only one file writes the state of an attempt, and another closes it in time by the same rule', () => {
    const writes = /update "Attempt"( as \w+)? set|attempt\.update\(\{[^}]*status/
    const allowed = ['server/attempts/change.ts', 'server/attempts/sitting/hand-in.ts']
    expect(
      offenders(
        filesIn('server').filter((file) => !allowed.includes(file)),
        (file) => writes.test(text(file)),
      ),
    ).toEqual([])
  })

  it('never builds SQL from text that came in', () => {
    expect(offenders(filesIn('server'), (file) => /\$(queryRaw|executeRaw)Unsafe/.test(text(file)))).toEqual([])
  })

  it('asks the clock and chance of nobody but deps', () => {
    const allowed =
      /^server\/(main|start|dev|demo|build|jobs|questions\/bank\/cli)|^server\/[\w/]+-command\.ts$|^server\/platform\/(database|shutdown)|^server\/demo\//
    const outside = filesIn('server').filter((file) => !allowed.test(file))
    expect(
      offenders(outside, (file) => /Date\.now\(|new Date\(\)|Math\.random|\brandomUUID\(/.test(text(file))),
    ).toEqual([])
  })
})

describe('addresses', () => {
  // The tables of contents, the builders, the navigation that reads an address back, and the worker that has no bundle.
  const allowed =
    /^web\/(routes\.tsx|staff-routes\.ts|addresses\.ts|student-addresses\.ts|shell\/trainer-pages\.ts|service-worker\.ts)$/

  it('are written by web/addresses.ts and web/student-addresses.ts, never by hand', () => {
    const written =
      /[`'"]\/(?:cours|copies|examens|mes-examens|mes-projets|mon-bilan|entrainement|compte|connexion|aide|guide|accessibilite|confidentialite|tester-mon-poste|design)(?![\w.-])|(?:href|to)=?[:{]? ?['"]\/['"]/
    expect(
      offenders(
        filesIn('web').filter((file) => !allowed.test(file)),
        (file) => written.test(text(file)),
      ),
    ).toEqual([])
  })

  it('name what a page needs: no identifier is taken for an empty one', () => {
    expect(
      offenders(filesIn('web'), (file) => /\b(?:course|exam|attempt|project)Id = ''[^\n]*= useParams/.test(text(file))),
    ).toEqual(['web/students/use-homonyms.ts'])
  })
})

describe('types', () => {
  it('name what each JSON column holds', () => {
    const declared = [...text('server/json-columns.ts').matchAll(/^ {4}type (\w+)/gm)].map((match) => match[1])
    const columns = [...text('prisma/schema.prisma').matchAll(/^ +(\w+) +Json\b(.*)$/gm)].map(
      ([, column, said = '']) => ({ column, type: /\/\/\/ \[(\w+)\]/.exec(said)?.[1] }),
    )
    expect(columns.filter(({ type }) => !declared.includes(type))).toEqual([])
    expect(columns.length).toBeGreaterThan(40)
  })

  // A cast through `unknown` silences the compiler: only where a library says less, or other, than what it gives.
  it('are not forced, but at the edge of a library', () => {
    const allowed: Record<string, number> = {
      'contract/assessment/rules.ts': 1,
      'contract/exams/exams.ts': 1,
      'core/rational.ts': 2,
      'server/app.ts': 2,
      'server/auth/account-command.ts': 1,
      'server/exports/archive/archive-command.ts': 1,
      'server/exports/archive/index-page.ts': 1,
      'server/exports/archive/scan-archive.ts': 2,
      'server/exports/preview-export.ts': 1,
      'server/exports/read-sheet-records.ts': 1,
      'server/platform/read-cells.ts': 1,
      'server/questions/formats/amc-text.ts': 1,
      'server/questions/formats/html-to-markdown.ts': 1,
      'server/students/read-roster.ts': 2,
    }
    const among = [...filesIn('core'), ...filesIn('contract'), ...filesIn('server')]
    const wrong = among.flatMap((file) => {
      const casts = text(file).match(/ as unknown as |as Prisma\.(?:Input)?Json|: Prisma\.JsonValue/g)?.length ?? 0
      return casts > (allowed[file] ?? 0) ? `${file}: ${casts}` : []
    })
    expect(wrong).toEqual([])
  })
})

describe('exported names', () => {
  const declared =
    /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:type|interface|class|enum|const|let|function\*?) (\w+)/gm
  const endpoints = new Set(Object.values(contract).flatMap((all) => Object.keys(all)))

  it('are declared once over all floors: a name says which thing it is wherever it is read', () => {
    const homes = new Map<string, string[]>()
    for (const file of floors.flatMap(filesIn))
      for (const name of new Set([...text(file).matchAll(declared)].map((match) => match[1] ?? '')))
        homes.set(name, [...(homes.get(name) ?? []), file])
    // An endpoint and what answers it are one thing on two floors.
    const isAnswered = (name: string, [asked = '', answer = '', ...more]: string[]) =>
      more.length === 0 && endpoints.has(name) && asked.startsWith('contract/') && answer.startsWith('server/')
    const wrong = [...homes].filter(([name, files]) => files.length > 1 && !isAnswered(name, files))
    expect(wrong.map(([name, files]) => `${name}: ${files.join(', ')}`).sort()).toEqual([])
    expect(homes.size).toBeGreaterThan(2000)
  })
})

describe('a state that several statuses share', () => {
  // Written by hand, the next status is forgotten somewhere.
  it.each([
    ['an exam that is over (isExamOver)', 'core/exams/exam.ts', 'closed', 'released'],
    ['a copy that was handed in (wasHandedIn)', 'core/attempts/sitting.ts', 'submitted', 'expired'],
  ])('%s is said in %s only', (_, home, one, other) => {
    const both = [
      `'${one}' \\|\\| [^\\n]*=== '${other}'`,
      `!== '${one}' && [^\\n]*!== '${other}'`,
      `[([]'${one}', '${other}'[)\\]]`,
    ]
    const among = [...filesIn('core'), ...filesIn('server'), ...filesIn('web')].filter((file) => file !== home)
    expect(offenders(among, (file) => new RegExp(both.join('|')).test(text(file)))).toEqual([])
  })
})

describe('the exam in the browser', () => {
  it('never asks the clock of the computer', () => {
    expect(offenders(filesIn('web/attempts'), (file) => /Date\.now\(|new Date\(\)/.test(text(file)))).toEqual([])
  })

  it('never writes HTML', () => {
    expect(offenders(filesIn('web'), (file) => /dangerouslySetInnerHTML|\.innerHTML\s*=/.test(text(file)))).toEqual([])
  })
})

describe('people in a list', () => {
  it('have one order, that of core/students/name-order.ts', () => {
    const own =
      /localeCompare|Intl\.Collator|orderBy[^\n]*(?:familyName|givenName)|order by [^`\n]*"(?:family|given)Name"/
    const among = [...filesIn('core'), ...filesIn('server'), ...filesIn('web')]
    expect(
      offenders(
        among.filter((file) => file !== 'core/students/name-order.ts'),
        (file) => own.test(text(file)),
      ),
    ).toEqual([])
  })
})

describe('the name of a student', () => {
  /** Where it is not a link to their page, and why. */
  const elsewhere: Record<string, string> = {
    'web/students/PersonLink.tsx': 'is the link',
    'web/projects/MembersForm.tsx': 'a code while names are withheld',
    'web/projects/StudentChip.tsx': 'is dragged, and opens its own menu',
    'web/exports/ArchivePreview.tsx': 'people of an archive, not of the course',
    'web/attempts/monitor/MonitorOutcome.tsx': 'a message',
    'web/exams/AudienceDialog.tsx': 'the label of a box, and a question in a dialog',
    'web/grading/PaperPicker.tsx': 'the label of a button that opens the copy',
    'web/grading/PaperCopyForm.tsx': 'a title, and a message',
    'web/privacy/RetentionPage.tsx': 'is inside a link to their page',
  }
  const among = filesIn('web').filter((file) => file.endsWith('.tsx'))

  it('leads to their page in the tables of staff', () => {
    const named = offenders(among, (file) => /<PersonName\b/.test(text(file)))
    expect(named.sort()).toEqual(Object.keys(elsewhere).sort())
  })

  it('is written by PersonName where a table names its rows', () => {
    const byHand = /rowHeader: true,[^}]{0,80}cell: \(\{[^)]*familyName[^)]*\}\) => [^<(]/
    expect(offenders(among, (file) => byHand.test(text(file)))).toEqual([])
  })
})

describe('names and shape', () => {
  it('no file has a name that says nothing', () => {
    expect(offenders(files, (file) => banned.includes(basename(file).replace(/\.tsx?$/, '')))).toEqual([])
  })

  it('only pages, and what tools read, export by default', () => {
    const allowed = /Page\.tsx$|\.config\.ts$|^prisma\/config\.ts$|^test\/setup\/template-database\.ts$|\.d\.ts$/
    expect(
      offenders(
        files.filter((file) => !allowed.test(file)),
        (file) => /^export default/m.test(text(file)),
      ),
    ).toEqual([])
  })
})

describe('linters', () => {
  it.each(['biome.jsonc', '.oxlintrc.jsonc'])('%s: each rule that is off has its reason above it', (config) => {
    const lines = text(config).split('\n')
    const off = lines.flatMap((line, index) => (/"preset": "none"|: "off"/.test(line) ? [index] : []))
    const isExplained = (index: number) =>
      [1, 2].some(
        (above) => /^\s*\/\/ \S/.test(lines[index - above] ?? '') && (above === 1 || lines[index - 1]?.endsWith('{')),
      )
    expect(off.length).toBeGreaterThan(0)
    expect(off.filter((index) => !isExplained(index)).map((index) => lines[index]?.trim())).toEqual([])
  })
})

describe('stylesheets of pages', () => {
  const ofPages = sheets.filter((sheet) => !sheet.startsWith('web/ui/'))
  const owners = sheetOwners()

  it('say only what concerns a class of their own', () => {
    const wrong = ofPages.flatMap((sheet) => [
      ...rulesOf(sheet).flatMap(({ selector }) => (ownClassOf(selector) ? [] : `${sheet}: ${selector}`)),
      ...globalRulesOf(sheet).map((rule) => `${sheet}: ${rule}`),
    ])
    expect(wrong).toEqual([])
  })

  it('share no class: what is before __ or -- belongs to one sheet', () => {
    const wrong = [...owners].filter(([, of]) => of.size > 1).map(([name, of]) => `.${name}: ${[...of].join(', ')}`)
    expect(wrong).toEqual([])
  })

  it('are each in their own layer, in an order told once', () => {
    const told = [...text('web/ui/style.css').matchAll(/pages\.([\w-]+)/g)].map((match) => match[1])
    const wrong = ofPages.flatMap((sheet) => {
      const layer = `pages.${basename(sheet, '.css')}`
      return rulesOf(sheet)
        .filter((rule) => rule.layer !== layer)
        .map((rule) => `${sheet}: ${rule.selector} is in « ${rule.layer} », not in « ${layer} »`)
    })
    expect(wrong).toEqual([])
    expect([...new Set(told)].sort()).toEqual(ofPages.map((sheet) => basename(sheet, '.css')).sort())
  })

  it('come with every page that uses their classes', () => {
    const wrong = looseParts().flatMap((page) => {
      const closure = closureOf(page)
      return [...closure].flatMap((file) =>
        classesUsedBy(file, owners)
          .filter((name) => ![...(owners.get(name) ?? [])].some((sheet) => closure.has(sheet)))
          .map((name) => `${page}: ${file} uses .${name} of ${[...(owners.get(name) ?? [])].join(', ')}`),
      )
    })
    expect([...new Set(wrong)]).toEqual([])
  })
})

describe('the dark theme', () => {
  // So that test/e2e/accessibility.test.ts asks axe about its colours only.
  it('changes colours, nothing else', () => {
    const themed = sheets.flatMap((sheet) =>
      [
        ...text(sheet)
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .matchAll(/prefers-color-scheme|\[data-theme[^{]*\{([^}]*)\}/g),
      ]
        .filter(([, said = '']) => !/^\s*color-scheme: \w+;\s*$/.test(said))
        .map(([rule]) => `${sheet}: ${rule}`),
    )
    expect(themed).toEqual([])
  })
})

describe('docs', () => {
  const pages = [
    ...readdirSync('.').filter((file) => file.endsWith('.md')),
    'questions/README.md',
    ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file)),
  ].filter((file) => file.endsWith('.md') && existsSync(file))

  /** Without its examples of what to write. */
  const prose = (page: string) =>
    text(page)
      .replace(/^```[\s\S]*?^```/gm, '')
      .replace(/`[^`\n]*`/g, '')

  it('list every decision, and say its title', () => {
    const files = readdirSync('docs/decisions').filter((file) => /^\d{4}-/.test(file))
    const listed = [...text('docs/decisions/README.md').matchAll(/^- \[(.+)\]\((\d{4}-[\w-]+\.md)\)$/gm)]
    const titles = files.map((file) => [/^# (?:\d+\. )?(.+)$/m.exec(text(`docs/decisions/${file}`))?.[1], file])
    expect(listed.map(([, title, file]) => [title, file])).toEqual(titles)
  })

  it('link only to pages and files that exist', () => {
    const wrong = pages.flatMap((page) =>
      [...prose(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[\w-]+)?\)/g)]
        .map((match) => join(dirname(page), match[1] ?? ''))
        .filter((path) => !existsSync(path))
        .map((path) => `${page}: ${path}`),
    )
    expect(wrong).toEqual([])
  })

  it('name only paths that exist', () => {
    const wrong = pages.flatMap((page) =>
      [...text(page).matchAll(/`((?:core|contract|server|web|prisma|questions|test|docs)\/[\w./-]+\.\w+)`/g)]
        .map((match) => match[1] ?? '')
        .filter((path) => !existsSync(path))
        .map((path) => `${page}: ${path}`),
    )
    expect(wrong).toEqual([])
  })

  it('and comments name only paths that exist', () => {
    const comment = /\/\*[\s\S]*?\*\/|(?:^|\s)\/\/ .*$/gm
    const path = /\b(?:core|contract|server|web|test|docs)\/[\w./-]+\.(?:tsx?|md|css|json|sql)\b/g
    const wrong = files.flatMap((file) =>
      [...text(file).matchAll(comment)]
        .flatMap(([words]) => words.match(path) ?? [])
        .filter((named) => !existsSync(named))
        .map((named) => `${file}: ${named}`),
    )
    expect(wrong).toEqual([])
  })
})
