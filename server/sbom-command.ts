import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './platform/project-root.ts'
import { billOfMaterials, licenseTexts, readDpkgStatus, readOsRelease, shippedPackages } from './sbom.ts'

// npm run sbom, after npm run build: writes dist/sbom.cdx.json and dist/THIRD_PARTY_LICENSES.txt.
// With --system, in the build of the image, the packages of the system are in it too.

const { name, version, license } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
const packages = shippedPackages(projectRoot)
const seconds = process.env['SOURCE_DATE_EPOCH']
const bill = billOfMaterials({
  application: { name, version, license },
  packages,
  node: process.versions.node,
  ...(process.argv.includes('--system') ? { system: readSystem() } : {}),
  ...(seconds ? { builtAt: new Date(Number(seconds) * 1000).toISOString() } : {}),
})
writeFileSync(join(projectRoot, 'dist/sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`)
writeFileSync(join(projectRoot, 'dist/THIRD_PARTY_LICENSES.txt'), licenseTexts(packages))
console.log(`  ✓ dist/sbom.cdx.json  ${packages.length} npm, ${bill.components.length} in all`)

function readSystem() {
  const { ID = 'linux', VERSION_ID = '' } = readOsRelease(readFileSync('/etc/os-release', 'utf8'))
  const status = '/var/lib/dpkg/status'
  return {
    id: ID,
    version: VERSION_ID,
    packages: existsSync(status) ? readDpkgStatus(readFileSync(status, 'utf8')) : [],
  }
}
