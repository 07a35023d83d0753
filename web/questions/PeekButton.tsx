import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props = { question: { id: string; key: string }; isOpen: boolean; onPeek: (id: string) => void }

/** Shows the question beside the list, where there is room for it. */
export function PeekButton({ question: { id, key }, isOpen, onPeek }: Props) {
  const { t } = useText()
  return (
    <span className="bank__eye">
      <Button
        size="small"
        variant="quiet"
        iconOnly
        aria-label={t('questions.peek.of', { key })}
        aria-pressed={isOpen}
        onClick={() => onPeek(id)}
      >
        <Icon name="eye" />
      </Button>
    </span>
  )
}
