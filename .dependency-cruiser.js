// A file without a suffix, in a module or in one of its rooms, and the index, at which modules meet.
const domain = '^src/entitlement-management/[^/]+/((deciding|reading|receiving)/)?[^/.]+(\\.rules|\\.events)?\\.ts$';
const index = '/index\\.ts$';
const generated = '^src/platform/database/generated/';
const useCase = '/(commands|types)/[^/]+\\.ts$';
const spec = '\\.spec\\.ts$';
// The rooms of a large module, each of which may use what stands before it.
const rooms = ['deciding', 'reading', 'receiving', 'types', 'commands'];

/** Who may know whom; design and reasons in docs/adr. Every rule has a fixture that breaks it: test/architecture. */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two injected classes that import each other compile and fail at start.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'modules-meet-at-the-index',
      comment: "A module's face is its index.ts; what is behind it may change.",
      severity: 'error',
      from: { path: '^src/(?:entitlement-management/)?(?!platform/|entitlement-management/)([^/]+)/' },
      to: {
        path: '^src/(?:entitlement-management/)?(?!platform/|entitlement-management/)[^/]+/',
        pathNot: ['^src/(?:entitlement-management/)?$1/', index],
      },
    },
    {
      name: 'the-root-meets-modules-at-the-index',
      comment: 'main, app.module and resources use modules the way modules use each other.',
      severity: 'error',
      from: { path: '^src/(?:entitlement-management/)?[^/]+\\.ts$' },
      to: {
        path: '^src/(?:entitlement-management/)?(?!platform/|entitlement-management/)[^/]+/',
        pathNot: [index, '/fulfilment/fulfilment\\.module\\.ts$'],
      },
    },
    {
      name: 'platform-knows-no-module',
      comment: 'The platform would carry any other product.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: spec },
      to: { path: '^src/(?!platform/)' },
    },
    {
      name: 'domain-is-pure',
      comment: 'A file without a suffix computes: it loads nothing, saves nothing and has nothing injected.',
      severity: 'error',
      from: { path: domain, pathNot: index },
      to: {
        pathNot: [
          domain,
          '^src/platform/(domain/[^/]+|errors/domain-error|eventing/stored-as|text/(blank|pattern|duration))\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'prisma-stays-home',
      comment: 'Rows are types everywhere and a client nowhere but here.',
      severity: 'error',
      from: { pathNot: '^src/platform/(database|eventing|odata)/' },
      to: { path: generated, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'wire-files-touch-no-database',
      comment: 'They say what the wire looks like, or what follows from an event.',
      severity: 'error',
      from: { path: '\\.(controller|body|entity|resource|saga)\\.ts$' },
      to: { path: '^src/platform/database/database\\.ts$' },
    },
    {
      name: 'controllers-speak-through-the-buses',
      comment: 'One way in: a command or a query.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.(repository|reader)\\.ts$' },
    },
    {
      name: 'commands-know-no-http',
      comment: 'A use case can be called by a saga, a test or a command line as well.',
      severity: 'error',
      from: { path: '/(commands|types)/' },
      to: {
        path: '\\.(controller|body|entity|resource)\\.ts$|(^|/)node_modules/(@nestjs/swagger|class-validator|fastify|@nestjs/platform-fastify)/',
      },
    },
    {
      name: 'entities-stay-on-the-wire',
      comment: 'What an entity is called and may say outside; inside, its row has the types of Prisma.',
      severity: 'error',
      from: { path: '^src/', pathNot: `\\.(controller|body|entity|resource)\\.ts$|^src/directory/import/|${spec}` },
      to: { path: '\\.entity\\.ts$' },
    },
    {
      name: 'use-cases-are-islands',
      comment: 'What two use cases share is domain, or a reader.',
      severity: 'error',
      from: { path: '/(commands|types)/([^/]+)\\.ts$', pathNot: spec },
      to: { path: useCase },
    },
    {
      name: 'the-top-knows-no-room',
      comment: "A module's states, events, domain and repositories are what its rooms share.",
      severity: 'error',
      from: {
        path: '^(src/entitlement-management/[^/]+)/[^/]+\\.ts$',
        pathNot: `${spec}|/index\\.ts$|\\.(module|controller|due)\\.ts$`,
      },
      to: { path: `^$1/(${rooms.join('|')})/` },
    },
    ...['deciding', 'reading', 'receiving'].map((room) => ({
      name: `${room}-knows-no-later-room`,
      comment: `What ${room} needs stands at the top of its module, or in a room before it.`,
      severity: 'error',
      from: { path: `^(src/entitlement-management/[^/]+)/${room}/`, pathNot: spec },
      to: { path: `^$1/(${rooms.slice(rooms.indexOf(room) + 1).join('|')})/` },
    })),
    {
      name: 'sagas-see-only-indexes',
      comment: 'A saga names events and commands and nothing else.',
      severity: 'error',
      from: { path: '\\.saga\\.ts$' },
      to: {
        pathNot: [index, '^src/platform/eventing/when\\.ts$', '(^|/)node_modules/@nestjs/(common|cqrs)/'],
      },
    },
    {
      name: 'nobody-imports-a-process',
      comment: 'A process knows the modules, they do not know it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app\\.module\\.ts$|/fulfilment/' },
      to: { path: '/fulfilment/' },
    },
    {
      name: 'rxjs-lives-in-eventing',
      comment: '`when` is all the rxjs there is, but for what Nest asks of an interceptor.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/(eventing/|[^/]+/[^/]+\\.interceptor\\.ts$)' },
      to: { path: '(^|/)node_modules/rxjs/' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing uses is removed.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          spec,
          '^src/(main|consumers|import-directory|lint-policies|check-resources)\\.ts$',
          generated,
        ],
      },
      to: {},
    },
    {
      name: 'no-tests-in-production',
      comment: 'The server starts without its tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { path: `${spec}|^(\\.\\./)*test/` },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'The server starts without development packages.',
      severity: 'error',
      from: { path: '^src/', pathNot: spec },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'Every import names something that exists.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', generated] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
