import { describe, expect, it } from 'vitest'
import { loginPath, safeNext } from './login-path.ts'

describe('loginPath', () => {
  it('remembers where to go on and why the person is asked', () => {
    expect([loginPath('/'), loginPath('/executions?status=paused'), loginPath('/reviews', true)]).toEqual([
      '/login',
      '/login?next=%2Fexecutions%3Fstatus%3Dpaused',
      '/login?next=%2Freviews&ended=1',
    ])
  })
})

describe('safeNext', () => {
  it('keeps paths of this site', () => {
    expect(safeNext('/reviews/pause_1?tab=open#form')).toBe('/reviews/pause_1?tab=open#form')
  })

  it.each([null, '', 'reviews', 'https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads away: %s',
    (next) => {
      expect(safeNext(next)).toBe('/')
    },
  )
})
