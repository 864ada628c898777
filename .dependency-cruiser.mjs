// The walls of the house, one rule each; a rule's comment says where code that breaks it belongs instead.
const TESTS = '(\\.test|\\.cases|/testing|/testing/[^/]+)\\.tsx?$'
const USE_CASES = '^lib/(workflows|executions|reviews|credentials|lists|files|settings|audit|scenarios|webhooks)/'
const SHARED_COMPONENTS = '^components/(ui|fields|graph|data|messages|session)/'

/** @returns {import('dependency-cruiser').IForbiddenRuleType} */
const wall = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

/** @satisfies {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    wall(
      'no-circles',
      'Two files that need one another are one thought, or hide a third: move what both need into a file of its own.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    wall(
      'imports-resolve',
      'This import leads nowhere: correct the path or install the package.',
      {},
      { couldNotResolve: true, dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'engine-is-pure',
      'The engine knows zod, the CEL library, the YAML reader and itself. Time, ids and storage come in through lib/engine/ports.ts.',
      { path: '^lib/engine/', pathNot: TESTS },
      { pathNot: ['^lib/engine/', 'node_modules/(zod|@bufbuild|yaml)/'] },
    ),
    wall(
      'blocks-know-the-engine-only',
      'A block reaches the world through services: add an interface to lib/blocks/services.ts, implement it in lib/providers.',
      { path: '^lib/blocks/', pathNot: TESTS },
      { pathNot: ['^lib/(blocks|engine)/', 'node_modules/(zod|any-ascii|jsonata)/'] },
    ),
    wall(
      'contracts-are-shapes',
      'Contracts are shared with the browser: they hold zod schemas over engine and blocks. Move work into a use case.',
      { path: '^lib/contracts/', pathNot: TESTS },
      { pathNot: ['^lib/(contracts|blocks|engine)/', 'node_modules/zod/'] },
    ),
    wall(
      'use-cases-are-handed-ports',
      'A use case receives stores and providers as arguments and imports only their types; lib/runtime.ts puts them together.',
      { path: USE_CASES, pathNot: TESTS },
      { path: '^lib/(store|providers|auth|runtime)', dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'use-cases-know-no-wire',
      'A use case knows no HTTP and no public API: translate in lib/apis/<api>/from-wire.ts and to-wire.ts.',
      { path: USE_CASES },
      { path: '^lib/(apis|http)/' },
    ),
    wall(
      'adapters-stay-at-the-rim',
      'Stores, providers and sign-in implement ports; what decides belongs into a use case that calls them.',
      { path: '^lib/(store|providers|auth)/', pathNot: TESTS },
      {
        path: ['^lib/(apis|http)/', '^lib/runtime\\.ts$', USE_CASES],
        pathNot: '/(ports|records)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    wall(
      'apis-share-nothing',
      'Public APIs never import one another: what two of them need belongs into lib/http or a use case.',
      { path: '^lib/apis/([^/]+)/' },
      { path: '^lib/apis/', pathNot: '^lib/apis/$1/' },
    ),
    wall(
      'apis-never-touch-stores',
      'A public API calls use cases; the query belongs into lib/store behind a port, the decision into a use case.',
      { path: '^lib/apis/', pathNot: TESTS },
      { path: '^lib/(store|providers)/', dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'only-routes-and-edges-know-the-runtime',
      'The runtime knows everybody; only routes and edges ask it for things. Take what you need as an argument.',
      { path: '^lib/', pathNot: ['^lib/(apis|http|runtime)', TESTS] },
      { path: '^lib/runtime\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'components-see-contracts-only',
      'Screens know contracts, blocks and engine. Reach the server through a route of app/api/console and a contract.',
      { path: '^components/' },
      { path: '^lib/', pathNot: '^lib/(contracts|blocks|engine)/' },
    ),
    wall(
      'features-stand-alone',
      'No feature imports another: what two of them draw belongs into components/ui, components/fields or components/graph.',
      { path: '^components/([^/]+)/', pathNot: SHARED_COMPONENTS },
      { path: '^components/', pathNot: ['^components/$1/', SHARED_COMPONENTS] },
    ),
    wall(
      'shared-components-know-no-feature',
      'Shared parts are drawn with by every feature and know none: pass what they need as properties.',
      { path: SHARED_COMPONENTS },
      { path: '^components/', pathNot: SHARED_COMPONENTS },
    ),
    wall(
      'nobody-imports-app',
      'Routes and pages hold no thought: move what is worth importing into lib or components.',
      { pathNot: '^app/' },
      { path: '^app/' },
    ),
    wall(
      'routes-hold-no-thought',
      'A route names a handler: work belongs into lib/apis, lib/http or a use case, drawing into components.',
      { path: '^app/' },
      { path: '^lib/(store|providers|engine|blocks|screening|generated)/', dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'lib-draws-nothing',
      'lib runs without a screen: what draws belongs into components.',
      { path: '^lib/' },
      { path: ['^components/', 'node_modules/(react|react-dom|@xyflow)/'] },
    ),
    wall(
      'only-the-store-knows-prisma',
      'Only lib/store speaks to the database through Prisma: add a function there.',
      { path: '^(app|components|lib|prisma)/', pathNot: ['^lib/store/', '^lib/generated/'] },
      { path: ['^lib/generated/', 'node_modules/(@prisma|prisma|\\.prisma)/'], dependencyTypesNot: ['type-only'] },
    ),
    wall(
      'only-canvases-know-react-flow',
      'The graph is the truth, nodes are its projection: only components/graph and components/editor know React Flow.',
      { pathNot: '^components/(graph|editor)/' },
      { path: 'node_modules/@xyflow/' },
    ),
    wall(
      'product-needs-no-tools',
      'What runs in production does not import scripts, tests, benchmarks or development packages.',
      { path: '^(app|components|lib)/', pathNot: TESTS },
      { path: ['^(scripts|e2e|bench)/', TESTS] },
    ),
    wall(
      'product-needs-no-development-packages',
      'What runs in production needs a package from "dependencies": move it there, or the code into a test.',
      { path: '^(app|components|lib|prisma)/', pathNot: TESTS },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|^lib/generated' },
    exclude: { path: '^(\\.next|\\.data|\\.cache)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
