import { by, describeRuns, slow } from './testing/run-cases.ts'

const any = { join: 'any' } as const

describeRuns('joins that go on with the first token', [
  {
    name: 'the first leg goes on, the second is swallowed',
    paths: 'start > a > j > end; start > b > j',
    blocks: { j: any },
    ran: 'start a b j end',
  },
  {
    name: 'a slow second leg does not start it again',
    paths: 'start > a > j > end; start > b > j',
    blocks: { j: any, b: slow(100) },
    max: 2,
    ran: 'start a b j end',
  },
  {
    name: 'all of three legs are one round',
    paths: 'start > a > j; start > b > j; start > c > j',
    blocks: { j: any, b: slow(50), c: slow(100) },
    max: 3,
    ran: 'start a b c j',
  },
  {
    name: 'legs that have all arrived are one start',
    paths: 'start > r; r:x > j; r:x > j',
    blocks: { r: by('x'), j: any },
    ran: 'start r j',
  },
  {
    name: 'a new round starts afresh',
    paths: 'start > h > a > j; h > b > j; j > r; r:again > h; r:done > end',
    blocks: { h: any, j: any, b: slow(5), r: by('again', 'done') },
    max: 2,
    ran: 'start h a b j r h a b j r end',
  },
  {
    name: 'a leg that died in one round counts again in the next',
    paths: 'start > h > s; s:left > j; h > w > t; t:right > j; j > v > r; r:again > h; r:done > end',
    blocks: {
      h: any,
      j: any,
      w: slow(10),
      v: slow(50),
      s: by('left', 'gone'),
      t: by('gone', 'right'),
      r: by('again', 'done'),
    },
    max: 2,
    ran: 'start h s w j v t r h s w t j v r end',
  },
])

describeRuns('cycles', [
  {
    name: 'a block asked twice',
    paths: 'start > a > r; r:again > a; r:done > end',
    blocks: { r: by('again', 'done') },
    ran: 'start a r a r end',
  },
  {
    name: 'a block that leads to itself',
    paths: 'start > r; r:again > r; r:done > end',
    blocks: { r: by('again', 'again', 'done') },
    ran: 'start r r r end',
  },
  {
    name: 'a block waits for work that may still lead back to it',
    paths: 'start > a > j; start > b > j; j > r; r:again > a; r:done > end',
    blocks: { r: by('again', 'done') },
    ran: 'start b a j r a j r end',
  },
  {
    name: 'a cycle back into the split',
    paths: 'start > s > a > j; s > b > j; j > r; r:again > s; r:done > end',
    blocks: { r: by('again', 'done') },
    ran: 'start s a b j r s a b j r end',
  },
  {
    name: 'a cycle inside one leg of a diamond',
    paths: 'start > a > r; r:again > a; r:done > j; start > b > j',
    blocks: { r: by('again', 'again', 'done') },
    ran: 'start a b r a r a r j',
  },
  {
    name: 'a diamond inside a cycle of which one leg dies',
    paths: 'start > s > r; s > b > j; r:x > j; j > q; q:again > s; q:done > end',
    blocks: { r: by('x', 'n'), q: by('again', 'done') },
    ran: 'start s r b j q s r b j q end',
  },
  {
    name: 'two cycles that share a block',
    paths: 'start > a > r; r:left > b > a; r:right > c > a; r:done > end',
    blocks: { r: by('left', 'right', 'done') },
    ran: 'start a r b a r c a r end',
  },
  {
    name: 'a cycle inside a cycle',
    paths: 'start > a > b > r; r:inner > b; r:on > q; q:outer > a; q:done > end',
    blocks: { r: by('inner', 'on'), q: by('outer', 'done') },
    ran: 'start a b r b r q a b r q end',
  },
  {
    name: 'joins that wait for one another: the earlier goes first',
    paths: 'start > s; s > j; s > k; j > k; k > r; r:again > j; r:done > end',
    blocks: { r: by('done') },
    ran: 'start s j k r end',
  },
  {
    name: 'two joins fed by one another',
    paths: 'start > j > a > k; start > k > b; b:x > j',
    blocks: { b: by('n') },
    ran: 'start j a k b',
  },
  {
    name: 'a cycle nobody enters',
    paths: 'start > r; r:x > a > b > a; r:y > end',
    blocks: { r: by('y') },
    ran: 'start r end',
    skipped: 'a b',
  },
])
