import { by, describeRuns, slow } from './testing/run-cases.ts'

describeRuns('sequences and splits', [
  { name: 'a lone start', paths: 'start', ran: 'start' },
  { name: 'one after the other', paths: 'start > a > b > end', ran: 'start a b end' },
  {
    name: 'a split starts in the order of the block list',
    paths: 'start > a; start > b; start > c',
    ran: 'start a b c',
  },
  {
    name: 'the block list decides, not the order of the edges',
    paths: 'start > c; start > a; start > b',
    blocks: { start: {}, a: {} },
    ran: 'start c a b',
  },
  { name: 'breadth before depth', paths: 'start > a > a2; start > b > b2', ran: 'start a b a2 b2' },
  {
    name: 'several edges of one exit all fire',
    paths: 'start > r; r:x > a; r:x > b',
    blocks: { r: by('x') },
    ran: 'start r a b',
  },
  {
    name: 'only the exit taken fires',
    paths: 'start > r; r:x > a; r:y > b',
    blocks: { r: by('x') },
    ran: 'start r a',
    skipped: 'b',
  },
  {
    name: 'an exit without an edge ends the path',
    paths: 'start > r; r:y > a',
    blocks: { r: by('x') },
    ran: 'start r',
    skipped: 'a',
  },
  {
    name: 'what follows a path not taken is skipped as a whole',
    paths: 'start > r; r:x > a; r:y > b > c > d',
    blocks: { r: by('x') },
    ran: 'start r a',
    skipped: 'b c d',
  },
  {
    name: 'two edges to one block are one start',
    paths: 'start > r; r:x > a; r:x > a',
    blocks: { r: by('x') },
    ran: 'start r a',
  },
  {
    name: 'several ends',
    paths: 'start > a > end; start > b > end2',
    blocks: { end2: { type: 'end' } },
    ran: 'start a b end end2',
  },
])

describeRuns('joins of branches that all arrive', [
  { name: 'a diamond', paths: 'start > a > j; start > b > j', ran: 'start a b j' },
  {
    name: 'a diamond with legs of different length',
    paths: 'start > a > j; start > b > b2 > b3 > j',
    ran: 'start a b b2 b3 j',
  },
  { name: 'three branches', paths: 'start > a > j; start > b > j; start > c > j', ran: 'start a b c j' },
  { name: 'a shortcut past a branch', paths: 'start > a > j; start > j', ran: 'start a j' },
  {
    name: 'a diamond inside a diamond',
    paths: 'start > a > c > i; a > d > i; i > j; start > b > j',
    ran: 'start a b c d i j',
  },
  {
    name: 'two diamonds in a row',
    paths: 'start > a > j; start > b > j; j > c > k; j > d > k',
    ran: 'start a b j c d k',
  },
  {
    name: 'crossed legs',
    paths: 'start > a > j; start > b > j; a > k; b > k; j > end; k > end',
    ran: 'start a b j k end',
  },
  {
    name: 'a join of joins',
    paths: 'start > a > j; start > b > j; start > c > k; start > d > k; j > m; k > m',
    ran: 'start a b c d j k m',
  },
  {
    name: 'a ladder',
    paths: 'start > a1 > a2 > a3 > end; start > b1 > b2 > b3 > end; a1 > b2; b1 > a2; a2 > b3; b2 > a3',
    ran: 'start a1 b1 a2 b2 a3 b3 end',
  },
  {
    name: 'a late leg holds up what follows',
    paths: 'start > a > j > after; start > b > j',
    blocks: { b: slow(100) },
    max: 2,
    ran: 'start a b j after',
  },
])

describeRuns('joins with branches that never arrive', [
  {
    name: 'an exclusive split into a join',
    paths: 'start > r; r:x > a > j; r:y > b > j; j > end',
    blocks: { r: by('x') },
    ran: 'start r a j end',
    skipped: 'b',
  },
  {
    name: 'an exclusive split straight into a join',
    paths: 'start > r; r:x > j; r:y > j; j > end',
    blocks: { r: by('y') },
    ran: 'start r j end',
  },
  {
    name: 'a three-way split of which two ways are taken',
    paths: 'start > r; r:x > a > j; r:x > b > j; r:y > c > j',
    blocks: { r: by('x') },
    ran: 'start r a b j',
    skipped: 'c',
  },
  {
    name: 'a branch that turns away before the join',
    paths: 'start > r; r:x > j; r:y > other; start > b > j',
    blocks: { r: by('y') },
    ran: 'start r b other j',
  },
  {
    name: 'a branch that dies before the join',
    paths: 'start > r; r:x > j; start > b > j',
    blocks: { r: by('nowhere') },
    ran: 'start r b j',
  },
  {
    name: 'a branch that dies long after the other arrived',
    paths: 'start > a > j; start > b > c > r; r:x > j',
    blocks: { r: by('nowhere') },
    ran: 'start a b c r j',
  },
  {
    name: 'all branches die',
    paths: 'start > r; r:x > j; start > s; s:x > j',
    blocks: { r: by('n'), s: by('n') },
    ran: 'start r s',
    skipped: 'j',
  },
  {
    name: 'a dead inner join',
    paths: 'start > r; r:x > i; r:y > b; i > j; b > j',
    blocks: { r: by('y') },
    ran: 'start r b j',
    skipped: 'i',
  },
  {
    name: 'an exclusive split inside a parallel branch',
    paths: 'start > r; r:x > a > i; r:y > b > i; i > j; start > c > j',
    blocks: { r: by('x') },
    ran: 'start r c a i j',
    skipped: 'b',
  },
  {
    name: 'two exclusive splits into one join',
    paths: 'start > r; start > s; r:x > j; r:y > end; s:x > j; s:y > end',
    blocks: { r: by('x'), s: by('y') },
    ran: 'start r s j end',
  },
  {
    name: 'an exclusive split past its own join',
    paths: 'start > r; r:x > a > j; r:y > end; j > end',
    blocks: { r: by('y') },
    ran: 'start r end',
    skipped: 'a j',
  },
])
