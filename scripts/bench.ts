// `npm run bench:engine`, `bench:sanctions`, `bench:documents`: runs bench/<name>.ts with the arguments that follow.
const [name = ''] = process.argv.splice(2, 1)
await import(`../bench/${name}.ts`)
