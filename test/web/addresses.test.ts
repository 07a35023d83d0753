import { expect, it } from 'vitest'
import { at } from '#web/addresses.ts'
import { routes as studentRoutes } from '#web/routes.tsx'
import { staffRoutes } from '#web/staff-routes.ts'
import { siteAt, studentAt } from '#web/student-addresses.ts'

const routes = [...studentRoutes, ...staffRoutes]

/** Every address that these builders can write, each identifier written `*`. */
function everyAddress(builders: object): string[] {
  return Object.values(builders).flatMap((value: unknown) => {
    // What a page is asked for after « ? » is no route.
    if (typeof value === 'string') return [value.split('?')[0] ?? '']
    if (typeof value === 'object' && value !== null) return everyAddress(value)
    const built: unknown = (value as (...ids: string[]) => unknown)('*', '*')
    return everyAddress({ built })
  })
}

const paths = routes.map(({ path }) => path.replaceAll(/:\w+/g, '*'))

it('writes the address of a route each time', () => {
  // A new profile is the page of a profile that has no identifier yet; practice of several sections begins at its first question.
  const all = [at, studentAt, siteAt]
    .flatMap(everyAddress)
    .filter((address) => !/\/profils\/nouveau$|^\/entrainement\/\*\/1$/.test(address))
  expect(all.filter((address) => !paths.includes(address))).toEqual([])
})

it('has a builder for every page of a course, of a copy and of a student', () => {
  const all = [at, studentAt].flatMap(everyAddress)
  const pages = paths.filter((path) => /^\/(cours|copies|examens|mes-examens|mon-bilan|entrainement)(\/|$)/.test(path))
  expect(pages.filter((path) => !all.includes(path))).toEqual([])
})
