/** The versions that were tested, as npm-shrinkwrap.json says them: what the lock has for whoever runs the server, without hosts. */
export function shrinkwrapOf({ name, version, packages }) {
  const { dependencies, bundleDependencies, license, bin, engines } = packages[''];
  const bundled = new Set(bundleDependencies.map((one) => `node_modules/${one}`));
  const needed = neededBy(packages[''], '', packages);
  const run = Object.entries(packages)
    .filter(([path]) => needed.has(path))
    .map(([path, { inBundle: _, resolved: __, dev: ___, devOptional: ____, ...entry }]) => [
      path,
      bundled.has(path) ? { ...entry, inBundle: true } : entry,
    ]);
  return {
    name,
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name, version, license, bundleDependencies, dependencies, bin, engines },
      ...Object.fromEntries(run),
    },
  };
}

/** The paths of all that a package leads to, but for what is only welcome (optional peers). */
function neededBy(entry, path, packages, found = new Set()) {
  const { dependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta = {} } = entry;
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
    const place = placeOf(name, path, packages);
    if (place === undefined || found.has(place)) continue;
    found.add(place);
    neededBy(packages[place], place, packages, found);
  }
  return found;
}

/** Where Node finds a package from inside another one: there, or in a folder around it. */
function placeOf(name, path, packages) {
  const place = `${path}${path && '/'}node_modules/${name}`;
  if (place in packages) return place;
  return path === ''
    ? undefined
    : placeOf(name, path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0)), packages);
}
