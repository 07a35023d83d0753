import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BundledPackage } from './vite-packages.ts'

/** One package of npm that is in the image, with what its licence asks to keep. */
export type ShippedPackage = BundledPackage & {
  license: string
  /** The text of its licence; empty when the package does not bring one. */
  text: string
  /** Of the archive it was installed from, as package-lock.json has it: `sha512-…` in base 64. */
  integrity: string | undefined
  copies: Copy[]
}

type PackageList = { packages: BundledPackage[]; external: string[] }
type Lock = { packages: Record<string, { integrity?: string }> }

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'))

/** What both bundles hold, and the packages left outside with those they choose for this system. */
export function shippedPackages(root: string): ShippedPackage[] {
  const lists = ['server', 'web'].map((side) => readJson(join(root, `dist/packages-${side}.json`)) as PackageList)
  const lock = readJson(join(root, 'package-lock.json')) as Lock
  const external = new Set(lists.flatMap((list) => list.external))
  const found = [
    ...lists.flatMap(({ packages }) => packages),
    ...[...external].flatMap((name) => withNative(root, name)),
  ]
  // One version may lie in two folders, or be in both bundles.
  const all = new Map(found.map((one) => [purlOf(one), one]))
  return [...all.values()]
    .map((one) => ({
      ...one,
      ...licenseOf(join(root, one.folder)),
      integrity: lock.packages[one.folder]?.integrity,
      copies: copiesIn(root, one),
    }))
    .sort((a, b) => (purlOf(a) < purlOf(b) ? -1 : 1))
}

/** A package that loads compiled code names one package per system; npm installs that of this one. */
function withNative(root: string, name: string): BundledPackage[] {
  const folder = `node_modules/${name}`
  const { version, optionalDependencies = {} } = readJson(join(root, folder, 'package.json'))
  const native = Object.keys(optionalDependencies).filter((other) => existsSync(join(root, 'node_modules', other)))
  return [{ name, version, folder }, ...native.flatMap((other) => withNative(root, other))]
}

type Copy = { name: string; version: string; license: string }

/** Packages that carry a copy of another one, which no list of packages names. */
const carriers: Record<string, { name: string; license: string }> = {
  unpdf: { name: 'pdfjs-dist', license: 'Apache-2.0' },
}

function copiesIn(root: string, { name, folder }: BundledPackage): Copy[] {
  const copy = carriers[name]
  if (!copy) return []
  const { devDependencies } = readJson(join(root, folder, 'package.json')) as {
    devDependencies: Record<string, string>
  }
  return [{ ...copy, version: devDependencies[copy.name]?.replace(/^[~^]/, '') ?? '' }]
}

function licenseOf(folder: string) {
  const { license, licenses } = readJson(join(folder, 'package.json')) as {
    license?: string | { type: string }
    licenses?: { type: string }[]
  }
  const said = license ?? licenses?.[0]
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.|$)/i.test(name))
  return {
    license: (typeof said === 'string' ? said : said?.type) ?? 'NOASSERTION',
    text: file ? readFileSync(join(folder, file), 'utf8').trim() : '',
  }
}

/** The package URL: https://github.com/package-url/purl-spec (npm). */
export const purlOf = ({ name, version }: { name: string; version: string }) =>
  `pkg:npm/${name.replace('@', '%40')}@${version.replaceAll('+', '%2B')}`

export type SystemPackage = { name: string; version: string; arch: string }

/** The packages of Debian that are installed, from the file where dpkg keeps them. */
export function readDpkgStatus(text: string): SystemPackage[] {
  return text
    .split('\n\n')
    .map((paragraph) =>
      Object.fromEntries([...paragraph.matchAll(/^([\w-]+): (.*)$/gm)].map(([, key, value]) => [key, value])),
    )
    .filter((fields) => fields['Status'] === 'install ok installed')
    .map((fields) => ({ name: fields['Package'], version: fields['Version'], arch: fields['Architecture'] }))
}

/** The fields of /etc/os-release. */
export const readOsRelease = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, key, value]) => [key, value]))

export type Bill = {
  application: { name: string; version: string; license: string }
  packages: ShippedPackage[]
  node: string
  /** Of the image, when the build runs in one. */
  system?: { id: string; version: string; packages: SystemPackage[] }
  /** ISO 8601, from SOURCE_DATE_EPOCH; left out otherwise, so that two builds write the same. */
  builtAt?: string
}

/**
 * A bill of materials in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). Its serial number is made from its
 * content: the same things give the same file.
 */
export function billOfMaterials({ application, packages, node, system, builtAt }: Bill) {
  const components = [
    {
      type: 'platform',
      'bom-ref': `pkg:generic/node@${node}`,
      name: 'node',
      version: node,
      licenses: [{ license: { id: 'MIT' } }],
      purl: `pkg:generic/node@${node}`,
    },
    ...packages.map((one) => ({
      ...component(one),
      ...(one.copies.length > 0 ? { components: one.copies.map(component) } : {}),
    })),
    ...(system ? systemComponents(system) : []),
  ]
  const root = `pkg:npm/${application.name}@${application.version}`
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      ...(builtAt ? { timestamp: builtAt } : {}),
      component: {
        type: 'application',
        'bom-ref': root,
        name: application.name,
        version: application.version,
        licenses: licenses(application.license),
        purl: root,
      },
    },
    components,
    dependencies: [{ ref: root, dependsOn: components.map((one) => one['bom-ref']) }],
  }
  return { ...bill, serialNumber: `urn:uuid:${uuidFrom(JSON.stringify(bill))}` }
}

function component(one: Copy & { integrity?: string | undefined }) {
  const [scope, name] = one.name.startsWith('@') ? one.name.split('/') : [undefined, one.name]
  return {
    type: 'library',
    'bom-ref': purlOf(one),
    ...(scope ? { group: scope } : {}),
    name,
    version: one.version,
    licenses: licenses(one.license),
    purl: purlOf(one),
    ...(one.integrity ? { hashes: [hashOf(one.integrity)] } : {}),
  }
}

/** An expression (`MIT OR Apache-2.0`) is not the name of a licence. */
const licenses = (said: string) => (/\s/.test(said) ? [{ expression: said }] : [{ license: { id: said } }])

function hashOf(integrity: string) {
  const [algorithm = '', digest = ''] = integrity.split('-')
  return {
    alg: algorithm.toUpperCase().replace(/^SHA/, 'SHA-'),
    content: Buffer.from(digest, 'base64').toString('hex'),
  }
}

function systemComponents({ id, version, packages }: NonNullable<Bill['system']>) {
  return [
    { type: 'operating-system', 'bom-ref': `os:${id}@${version}`, name: id, version, purl: undefined },
    ...packages.map((one) => {
      const purl = `pkg:deb/${id}/${one.name.replaceAll('+', '%2B')}@${encodeURIComponent(one.version)}?arch=${one.arch}&distro=${id}-${version}`
      return { type: 'library', 'bom-ref': purl, name: one.name, version: one.version, purl }
    }),
  ]
}

/** RFC 9562, version 8: the digits of a hash. */
function uuidFrom(text: string) {
  const digits = createHash('sha256').update(text).digest('hex')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}

/** What the licences ask to hand on with the code: who made it, under which terms. */
export function licenseTexts(packages: ShippedPackage[]) {
  const sections = packages.map(({ name, version, license, text }) =>
    [`${name} ${version}`, `Licence: ${license}`, ...(text ? ['', text] : [])].join('\n'),
  )
  const line = `\n\n${'-'.repeat(80)}\n\n`
  return `Barème holds parts of the following packages, each under its own licence.${line}${sections.join(line)}\n`
}
