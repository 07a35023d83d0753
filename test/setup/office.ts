import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** LibreOffice is not asked of anybody: what opens files in it says so when it is not here. */
export const findOffice = () => ['/usr/bin/soffice', '/usr/bin/libreoffice'].find(existsSync)

/**
 * A file opened by LibreOffice Calc in French, recalculated, saved as a flat ODS, opened again and saved as CSV.
 * Semicolon, double quote, UTF-8, from line 1; language 1036 is French: « 12,25 » is read as a number.
 */
export function throughCalc(bytes: Buffer): { ods: string; csv: Buffer } {
  const office = findOffice() ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'bareme-calc-'))
  const convert = (to: string, from: string, ...more: string[]) =>
    execFileSync(
      office,
      [
        ...[`-env:UserInstallation=file://${folder}/profile`, '--headless', ...more],
        ...['--convert-to', to, '--outdir', folder, join(folder, from)],
      ],
      { env: { ...process.env, LC_ALL: 'fr_FR.UTF-8', LANG: 'fr_FR.UTF-8', HOME: folder }, stdio: 'ignore' },
    )
  try {
    writeFileSync(join(folder, 'feuille.csv'), bytes)
    convert('fods', 'feuille.csv', '--infilter=CSV:59,34,76,1,,1036,false,true')
    rmSync(join(folder, 'feuille.csv'))
    convert('csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true,false', 'feuille.fods')
    return {
      ods: readFileSync(join(folder, 'feuille.fods'), 'utf8'),
      csv: readFileSync(join(folder, 'feuille.csv')),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
