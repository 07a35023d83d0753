export type ButtonLook = {
  /** One primary button per screen: the most frequent next step. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  size?: 'small' | 'normal' | 'big' | undefined
  block?: boolean | undefined
  /** For a button with only an icon, which needs `aria-label`. */
  iconOnly?: boolean | undefined
}

/** The class of a button, or of a link that looks like one. */
export function buttonClass({ variant = 'secondary', size = 'normal', block, iconOnly }: ButtonLook): string {
  const names = ['button', `button--${iconOnly ? 'icon' : variant}`]
  if (size !== 'normal') names.push(`button--${size}`)
  if (block) names.push('button--block')
  return names.join(' ')
}
