import type { ReactNode } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'

type Props = { variant?: 'primary' | 'secondary'; children?: ReactNode }

/** Prints the page; labelled « Imprimer » unless `children` is given. */
export function PrintButton({ variant = 'secondary', children }: Props) {
  const { t } = useText()
  return (
    <Button variant={variant} onClick={() => window.print()}>
      <Icon name="print" />
      {children ?? t('common.print')}
    </Button>
  )
}
