// Opens the app of the day without a network. The server writes `self.SHELL` before this: the page, the files it needs,
// and a version that changes with any of them. Nothing with a person in it is ever kept here.
const { version, page, files, isHashed } = self.SHELL;
const PREFIX = "aplikasi-";
const CACHE = `${PREFIX}${version}`;
const known = new Set(files);

/** All or nothing: a half-kept app would open and then fail in the field. */
async function keep() {
  const cache = await caches.open(CACHE);
  const fresh = (address) => new Request(address, { cache: "no-cache" });
  // A name with a hash stands for one content, so the browser's own copy is as good.
  await cache.addAll([fresh(page), ...files.map((address) => (isHashed ? address : fresh(address)))]);
}

async function dropOlder() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
self.addEventListener("message", ({ data }) => {
  if (data === "pakai") {
    self.skipWaiting();
  }
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) {
    return;
  }
  const isPage = request.mode === "navigate" && pathname === page;
  if (isPage || known.has(pathname)) {
    event.respondWith(kept(pathname, request));
  }
});
