export type ButtonLook = {
  /** One primary per screen: what is most often done next. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  size?: 'small' | 'normal' | 'big' | undefined
  block?: boolean | undefined
  /** Only an icon inside: give `aria-label`. */
  iconOnly?: boolean | undefined
}

/** The same look for a button and for a link that looks like one. */
export function buttonClass({ variant = 'secondary', size = 'normal', block, iconOnly }: ButtonLook): string {
  const names = ['button', `button--${iconOnly ? 'icon' : variant}`]
  if (size !== 'normal') names.push(`button--${size}`)
  if (block) names.push('button--block')
  return names.join(' ')
}
