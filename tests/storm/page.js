// What the storm does on a page of the app, with the page's own modules. Evaluated with the addresses of those.
async ({ urls, user, pin }) => {
  const o = {};
  for (const [name, url] of Object.entries(urls)) {
    o[name] = await import(url);
  }
  const { queue, vault, sender, saving, ready, day: days, status, clock } = o;
  // Not by the page's clock, which jumps.
  const now = () => performance.timeOrigin + performance.now();
  const told = (news) => globalThis.stormTold({ user, ...news });
  // Heard, one by one while the page lives, and all before it says that it is done.
  let telling = [];
  const heard = async () => {
    const all = telling;
    telling = [];
    await Promise.all(all);
  };

  /** The PIN, also when the page has locked itself because nobody touched it or its clock was set. */
  async function enter() {
    if (vault.openUser() === user) return;
    if (!(await vault.isPrepared(user))) {
      await vault.setPin(user, pin);
    } else if (!(await vault.unlock(user, pin)).open) {
      throw new Error("PIN");
    }
  }
  await enter();
  sender.start(user);

  // As `saving.js` judges it: only what is another value than the one on the screen is sent.
  const changed = (person, values) => {
    const before = person.visit?.values ?? {};
    const isSame = (name) => JSON.stringify(before[name] ?? null) === JSON.stringify(values[name] ?? null);
    return Object.fromEntries(Object.entries(values).filter(([name]) => !isSame(name)));
  };
  const saves = {
    visit: (day, person, what) => saving.saveVisit(day, person, what),
    newcomer: (day, _person, what) => saving.saveNewcomer(day, what),
    immunisation: (day, person, { doses }) => saving.saveDoses(day, person, doses),
    service: (_day, person, what) => saving.saveService(person, what),
    referral: (day, person, what) => saving.saveLetter(day, person, what),
    cancel: (day, person, { reason }) => saving.cancelVisit(day, person, reason),
  };

  async function saveOne(day, { n, kind, person: id, what }) {
    const person = day.person(id);
    if (kind !== "newcomer" && !person) return;
    if ((kind === "referral" || kind === "cancel") && !person.visit) return;
    if (kind === "visit") {
      what = { ...what, values: changed(person, what.values) };
      if (!Object.keys(what.values).length) return;
    }
    const from = now();
    const offset = clock.offset();
    const made = await saves[kind](day, person, what);
    const to = now();
    if (kind !== "newcomer") {
      telling.push(told({ n, kind, id: made, person: id, what, from, to, offset }));
      return;
    }
    const items = await queue.listOf(made);
    const item = items.find((each) => each.kind === "newcomer");
    telling.push(told({ n, kind, id: item?.id, person: made, what, from, to, offset }));
  }

  globalThis.storm = {
    /** Makes the saves of a list, one after the other; false where the phone has no package of the day. */
    async burst(session, operations) {
      await enter();
      const day = await days.openDay(session);
      for (const operation of day ? operations : []) {
        await saveOne(day, operation);
      }
      await heard();
      return day !== null;
    },
    async fetch(session) {
      await enter();
      return ready.fetchDay(user, session).then(
        () => true,
        () => false,
      );
    },
    /** What waits for a person's decision. */
    async stuck() {
      await enter();
      const open = await queue.listOpen();
      return open.filter(({ state }) => state !== queue.WAITING);
    },
    /** Does what was decided about each; what another tab has dealt with meanwhile is passed over. */
    async settle(decisions) {
      await enter();
      for (const { n, id, person, kind, body, reason } of decisions) {
        const from = now();
        const offset = clock.offset();
        try {
          if (!body && !reason) {
            await queue.again(id);
          } else {
            const made = body ? await queue.mend(id, body) : await queue.discard(id, reason);
            const item = body ? { kind, body } : { kind: "discard", body: { item: id } };
            telling.push(told({ n, id: made, person, replaces: id, ...item, from, to: now(), offset }));
          }
        } catch (error) {
          if (error.name !== "NotOpen") throw error;
        }
      }
      await heard();
    },
    counts: () => queue.counts(user),
    async wake() {
      await enter();
      sender.wake();
    },
    sending: () => status.status.shown.sending,
    /** The day as a screen shows it. */
    async view(session) {
      const day = await days.openDay(session);
      const shown = ({ id, name, visit, doses, unsent, sending }) =>
        [id, { name, visit: visit?.id ?? null, values: visit?.values ?? {}, doses, unsent, sending }];
      return day && Object.fromEntries(day.people.map(shown));
    },
    /** For the proof that the check sees it: another value in what the phone keeps. */
    async spoil(session, person, field, value) {
      const { content, ...head } = await o.store.pack(session);
      content.people.find(({ id }) => id === person).visit.values[field] = value;
      // With another mark, as the app opens a package again only when it is another one.
      await o.store.keepPack({ ...head, etag: "badai" }, content);
    },
  };
}
