const growsByItself = typeof CSS !== 'undefined' && CSS.supports?.('field-sizing', 'content')

/** Gives a text area the height of its text, where the stylesheet (`field-sizing`) does not. */
export function grow(box: HTMLTextAreaElement | null) {
  if (!box || growsByItself) return
  box.style.blockSize = 'auto'
  // Zero while it is in a closed panel.
  if (box.scrollHeight > 0) box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`
}
