import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * LibreOffice is optional: the tests that open files in it report when it is missing. A machine may have its Writer
 * without its Calc, whose conversions then write nothing.
 */
export const findOffice = () =>
  existsSync('/usr/lib/libreoffice/program/libsclo.so')
    ? ['/usr/bin/soffice', '/usr/bin/libreoffice'].find(existsSync)
    : undefined

/**
 * Opens a file in LibreOffice Calc in French, recalculates, saves it as flat ODS, opens it again and saves it as CSV.
 * The import filter: semicolon, double quote, UTF-8, from line 1; language 1036 is French, so « 12,25 » is read as a
 * number.
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
