import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

type Props = { codes: readonly string[]; onDone: () => void }

/** Ten single-use recovery codes, displayed only once. */
export function RecoveryCodesView({ codes, onDone }: Props) {
  const { t } = useText()
  return (
    <SheetRow label={t('auth.factor.codes')}>
      <div className="form">
        <Notice tone="good" live="status">
          <p>{t('auth.factor.codesText')}</p>
        </Notice>
        <ol className="factor__codes" translate="no">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="cluster">
          <CopyButton text={codes.join('\n')} label={t('auth.factor.copyCodes')} size="normal" />
          <Button onClick={() => print()}>{t('auth.factor.printCodes')}</Button>
          <Button variant="primary" onClick={onDone}>
            {t('auth.factor.codesDone')}
          </Button>
        </div>
      </div>
    </SheetRow>
  )
}
