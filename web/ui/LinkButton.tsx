import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type ButtonLook, buttonClass } from './button-class.ts'

type Props = ButtonLook & { href: string; children: ReactNode; 'aria-label'?: string }

/** A link that looks like a button. Use it when the URL changes, and Button otherwise. */
export function LinkButton({ href, children, variant, size, block, iconOnly, ...rest }: Props) {
  return (
    <Link href={href} className={buttonClass({ variant, size, block, iconOnly })} {...rest}>
      {children}
    </Link>
  )
}
