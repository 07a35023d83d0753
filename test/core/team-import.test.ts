import { describe, expect, it } from 'vitest'
import { planTeams, type TeamStudent } from '#core/projects/team-import.ts'

const student = (studentId: string, part: Partial<TeamStudent> = {}): TeamStudent => ({
  ...{ studentId, familyName: 'Gautier', givenName: 'Élise', number: null, email: null, team: null },
  ...part,
})
const elise = student('elise', { number: '00123', email: 'Elise@Ecole.fr' })
const hugo = student('hugo', { familyName: 'Chevalier', givenName: 'Hugo', number: '124', team: 'Équipe 1' })
const twin = student('twin', { familyName: 'Chevalier', givenName: 'Hugo', number: '125' })

const plan = (headers: string, ...lines: string[]) =>
  planTeams(
    {
      headers: headers.split(';'),
      records: lines.map((line, rank) => ({ line: rank + 2, cells: line.split(';') })),
    },
    [elise, hugo, twin],
  )?.map((line) => (line.outcome === 'refused' ? line.reason : `${line.outcome} ${line.student.studentId}`))

describe('a list of teams', () => {
  it('knows a student by their number, by their e-mail without case, else by their names', () => {
    expect(plan('Numéro étudiant;Équipe', '00123;Équipe 2')).toEqual(['placed elise'])
    expect(plan('courriel;team', 'ELISE@ecole.fr;Équipe 2')).toEqual(['placed elise'])
    expect(plan('Nom;Prénom;Binôme', 'GAUTIER;Elise;Équipe 2')).toEqual(['placed elise'])
    expect(plan('Nom;Équipe', 'Gautier;Équipe 2')).toEqual(['unknown_student'])
  })

  it('says what changes nothing', () => {
    expect(plan('numero;equipe', '124;Équipe 1', '124;Équipe 2')).toEqual(['unchanged hugo', 'duplicate'])
  })

  it('refuses one line at a time: nobody, two people, a second time, no team, a name too long', () => {
    const lines = [
      '123;;A',
      '124;elise@ecole.fr;A',
      '00123;;A',
      '00123;;B',
      '125;;',
      `125;;${'x'.repeat(81)}`,
      '125;;A',
    ]
    expect(plan('numero;email;equipe', ...lines)).toEqual([
      'unknown_student',
      'contradiction',
      'placed elise',
      'duplicate',
      'no_team',
      'too_long',
      'placed twin',
    ])
    expect(plan('nom;prenom;equipe', 'Chevalier;Hugo;A')).toEqual(['ambiguous'])
    expect(plan('numero;nom;prenom;equipe', '124;Gautier;Élise;A', '00123;Gautier;;A')).toEqual([
      ...['contradiction', 'placed elise'],
    ])
    expect(plan('numero;prenom;equipe', ';Hugo;A', '125')).toEqual(['unknown_student', 'no_team'])
  })

  it('takes a group for a team where there is nothing better, and nothing for one where there is no group', () => {
    expect(plan('numero;groupe', '125;TP 3')).toEqual(['placed twin'])
    expect(plan('numero;groupe;equipe', '124;TP 3;Équipe 1')).toEqual(['unchanged hugo'])
    expect(plan('numero;note', '125;12')).toBeUndefined()
    expect(plan('equipe;note', 'A;12')).toBeUndefined()
  })
})
