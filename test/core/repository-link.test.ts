import { describe, expect, it } from 'vitest'
import { linkHost, readRepositoryLink, referencePattern } from '#core/projects/repository-link.ts'

const read = (text: string, takesHttp = false) => readRepositoryLink(text, { takesHttp })

describe('the address of a repository', () => {
  it.each([
    ['  https://gitlab.com/equipe-5/nextcloud.git ', 'https://gitlab.com/equipe-5/nextcloud.git', 'gitlab.com'],
    ['HTTPS://GitHub.com/a/b', 'https://github.com/a/b', 'github.com'],
    ['https://forge.ecole.fr:8443/a', 'https://forge.ecole.fr:8443/a', 'forge.ecole.fr:8443'],
    ['https://gıthub.com/a/b', 'https://xn--gthub-n4a.com/a/b', 'xn--gthub-n4a.com'],
  ])('%s is read, and its host shown', (text, url, host) => {
    expect(read(text)).toEqual({ url, host })
    expect(linkHost(url)).toBe(host)
  })

  it.each([
    ['git@gitlab.com:equipe/depot.git', 'link_ssh'],
    ['ssh://git@gitlab.com/equipe/depot.git', 'link_ssh'],
    ['git://exemple.fr/depot', 'link_ssh'],
    ['http://gitlab.ecole.lan/a', 'link_not_https'],
    ['https://elise:motdepasse@gitlab.com/a', 'link_with_password'],
    ['https://jeton@gitlab.com/a', 'link_with_password'],
    ['javascript:alert(1)', 'link_unreadable'],
    ['javascript://x/%0aalert(1)', 'link_unreadable'],
    ['data:text/html,x', 'link_unreadable'],
    ['file:///etc/passwd', 'link_unreadable'],
    ['gitlab.com/equipe', 'link_unreadable'],
    ['https://', 'link_unreadable'],
    ['https://gitlab.com/a b', 'link_unreadable'],
    [`https://gitlab.com/${'a'.repeat(500)}`, 'link_unreadable'],
    [`https://gitlab.com/${'é'.repeat(200)}`, 'link_unreadable'],
    ['', 'link_unreadable'],
  ])('%s is refused: %s', (text, fault) => {
    expect(read(text)).toBe(fault)
  })

  it('may be without encryption where the project takes it', () => {
    expect(read('http://gitlab.ecole.lan/a', true)).toEqual({
      url: 'http://gitlab.ecole.lan/a',
      host: 'gitlab.ecole.lan',
    })
    expect(read('ftp://gitlab.ecole.lan/a', true)).toBe('link_unreadable')
    expect(linkHost('pas une adresse')).toBe('')
  })

  it('comes with a commit or a tag', () => {
    for (const good of ['v1.0', '4259dbd', 'rendu/final', '1.0.0+x']) expect(good).toMatch(referencePattern)
    for (const bad of ['', '-x', 'a..b', 'a b', 'x'.repeat(101), 'a\n']) expect(bad).not.toMatch(referencePattern)
  })
})
