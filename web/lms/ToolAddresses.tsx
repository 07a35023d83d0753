import type { LtiTool } from '#contract/lms/platforms.ts'
import { useText } from '#web/text/text.tsx'
import { CopyButton } from '#web/ui/CopyButton.tsx'

/** What to type on the platform, ready to copy. */
export function ToolAddresses({ tool }: { tool: LtiTool }) {
  const { t } = useText()
  const shown = ['launchUrl', 'loginUrl', 'jwksUrl'] as const
  return (
    <dl className="stack stack--tight">
      {shown.map((name) => (
        <div key={name}>
          <dt className="muted">{t(`lms.tool.${name}`)}</dt>
          <dd className="cluster">
            <span className="mono" translate="no">
              {tool[name]}
            </span>
            <CopyButton text={tool[name]} label={t('lms.tool.copy')} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
