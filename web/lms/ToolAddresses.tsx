import type { LtiTool } from '#contract/lms/platforms.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'
import { Facts } from '#web/ui/Facts.tsx'

/** What to type on the platform, ready to copy. */
export function ToolAddresses({ tool }: { tool: LtiTool }) {
  const { t } = useText()
  const shown = ['launchUrl', 'loginUrl', 'jwksUrl'] as const
  return <Facts facts={shown.map((name) => [t(`lms.tool.${name}`), <Address key={name} text={tool[name]} />])} />
}

function Address({ text }: { text: string }) {
  const { t } = useText()
  return (
    <span className="cluster">
      <span className="mono" translate="no">
        {text}
      </span>
      <CopyButton text={text} label={t('lms.tool.copy')} />
    </span>
  )
}
