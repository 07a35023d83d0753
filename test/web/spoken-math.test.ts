import { describe, expect, it } from 'vitest'
import { plainText } from '#contract/questions/plain-text.ts'
import { render } from '#server/questions/rendering/render.ts'
import { spokenMath } from '#web/ui/spoken-math.ts'

type Nodes = ReturnType<typeof render>
function mathOf(nodes: Nodes): Nodes[number] | undefined {
  for (const node of nodes) {
    if (node.type !== 'element') continue
    const found = node.tag === 'math' ? node : mathOf(node.children ?? [])
    if (found) return found
  }
  return undefined
}

describe('a formula', () => {
  it.each([
    ['\\frac{1}{2}', 'fraction 1 sur 2, fin de fraction,', '1/2'],
    ['2^{10}', '2 puissance 10', '2^10'],
    ['x^2 + y_1', 'x au carré plus y indice 1', 'x^2+y_1'],
    ['\\frac{a+b}{2}', 'fraction a plus b sur 2, fin de fraction,', '(a+b)/2'],
    ['\\sqrt{n}', 'racine carrée de n, fin de racine,', '√n'],
    ['a \\le b', 'a inférieur ou égal à b', 'a≤b'],
  ])('%s has a spoken name, and reads right in plain text', (tex, spoken, plain) => {
    const content = render(`$$${tex}$$`)
    const math = mathOf(content)
    expect(math && spokenMath(math)).toBe(spoken)
    expect(plainText(content)).toBe(plain)
  })

  it('is not read as a number: half is not twelve', () => {
    expect(plainText(render('La moitié, $$\\frac12$$, et $$2^{10}$$'))).not.toContain('12')
  })
})
