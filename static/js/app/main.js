// The app of the day: which screen is drawn, and that none is before the PIN.
import * as sender from "../offline/sender.js";
import { openUser } from "../offline/vault.js";
import { status } from "../offline/status.js";
import { lockWhenIdle } from "./autolock.js";
import { useDay } from "./day.js";
import { FailureNote, Guarded } from "./failures.js";
import { keepFresh } from "./fresh.js";
import { html, render, useEffect, useState } from "./html.js";
import { forget, noteLeft, noteRevoked } from "./marks.js";
import { Alert, Back, Empty, Screen } from "./parts.js";
import { watchRoom } from "./room.js";
import { useRoute } from "./router.js";
import { CancelScreen } from "./screens/cancel.js";
import { DosesScreen } from "./screens/doses.js";
import { EntryScreen } from "./screens/entry.js";
import { Gate } from "./screens/gate.js";
import { HomeScreen } from "./screens/home.js";
import { MendScreen } from "./screens/mend.js";
import { NewcomerScreen } from "./screens/newcomer.js";
import { PeopleScreen } from "./screens/people.js";
import { PersonScreen } from "./screens/person.js";
import { PhoneScreen } from "./screens/phone.js";
import { ReferScreen } from "./screens/refer.js";
import { ResultScreen } from "./screens/result.js";
import { ScreeningScreen } from "./screens/screening.js";
import { SendingScreen } from "./screens/sending.js";
import { ServiceScreen } from "./screens/service.js";
import { logOut } from "./server.js";
import { StatusBar } from "./status-bar.js";
import { keepApp } from "./update.js";

const PLAIN = { awal: HomeScreen, hp: PhoneScreen, kiriman: SendingScreen, perbaiki: MendScreen };
const OF_A_DAY = { hari: PeopleScreen, baru: NewcomerScreen };
const OF_A_PERSON = {
  orang: PersonScreen,
  langkah: EntryScreen,
  hasil: ResultScreen,
  skrining: ScreeningScreen,
  imunisasi: DosesScreen,
  pelayanan: ServiceScreen,
  rujuk: ReferScreen,
  batal: CancelScreen,
};

/** The user whose PIN was typed, drawn again when that changes. */
function useOpenUser() {
  const [user, setUser] = useState(openUser);
  useEffect(() => {
    const look = () => setUser(openUser());
    status.addEventListener("change", look);
    status.addEventListener("opened", look);
    return () => {
      status.removeEventListener("change", look);
      status.removeEventListener("opened", look);
    };
  }, []);
  return user;
}

/** What runs beside the screens for as long as the PIN holds. */
function useWatches(user, day) {
  useEffect(() => {
    if (!user) {
      return undefined;
    }
    sender.start(user);
    const ends = [watchRoom(), lockWhenIdle()];
    return () => ends.forEach((end) => end());
  }, [user]);
  useEffect(() => (user && day ? keepFresh(day) : undefined), [user, day]);
}

function App() {
  const user = useOpenUser();
  const route = useRoute();
  const { state, day, error } = useDay(user ? route.day : "");
  useWatches(user, route.day);
  // The reading order of a new page: from its heading on.
  useEffect(() => {
    globalThis.scrollTo(0, 0);
    document.querySelector("#app h1")?.focus({ preventScroll: true });
  }, [user, route.name, route.day, route.person, route.part, route.item]);
  const shown = user ? html`<${Shown} route=${route} state=${state} day=${day} error=${error} />` : html`<${Gate} />`;
  return html`<${Guarded} isQuiet=${true}><${StatusBar} day=${user ? day : null} /><//>
    <main class="page" id="isi" tabindex="-1">
      <${FailureNote} />
      <${Guarded} key=${[user, route.name, route.day, route.person, route.part, route.item].join(" ")}>${shown}<//>
    </main>`;
}

/** One screen, once what it needs is there. */
function Shown({ route, state, day, error }) {
  if (PLAIN[route.name]) {
    return html`<${PLAIN[route.name]} route=${route} />`;
  }
  const home = html`<${Back} href="#/" label="Hari buka di HP ini" />`;
  if (route.day && state === "memuat") {
    return html`<p class="quiet" role="status">Membuka…</p>`;
  }
  if (state === "gagal") {
    return html`<${Screen} title="Belum bisa dibuka" back=${home}>
      <${Alert} level="perhatian"><p>Data hari buka tidak terbaca (${String(error)}). Isian Anda tetap aman.</p><//>
    <//>`;
  }
  if (day && OF_A_DAY[route.name]) {
    return html`<${OF_A_DAY[route.name]} key=${route.day} day=${day} route=${route} />`;
  }
  const person = day?.person(route.person);
  if (person && OF_A_PERSON[route.name]) {
    const key = `${route.name} ${person.id} ${route.part}`;
    return html`<${OF_A_PERSON[route.name]} key=${key} day=${day} person=${person} route=${route} />`;
  }
  const [title, text] = day
    ? ["Orang ini tidak ada di hari buka ini", "Mungkin sudah pindah, atau alamatnya terpotong."]
    : ["HP ini belum siap untuk hari itu", "Sambungkan ke internet, lalu siapkan dari halaman awal."];
  return html`<${Screen} title=${title} back=${home}>
    <${Empty} icon="search" title=${text} href=${day ? `#/hari/${day.session.id}` : "#/"} action="Kembali" />
  <//>`;
}

/** A phone that was emptied on order says so until somebody has read it, and leaves the account too. */
let before = "";
status.addEventListener("change", () => {
  const { sending, user } = status.shown;
  if (sending === "dicabut" && before !== sending) {
    noteRevoked(user);
    forget(user);
    logOut(user).then((isOut) => isOut && noteLeft());
  }
  before = sending;
});

// "#isi" would be the address of a screen that is not there.
document.querySelector(".skip-link")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("isi")?.focus();
});

const place = /** @type {HTMLElement} */ (document.getElementById("app"));
place.replaceChildren();
render(html`<${App} />`, place);
keepApp();
