// What lies on the phone is sealed with keys made from one secret, and the secret with a key that only the PIN gives.

/** Changed here and nowhere else; what was sealed before keeps the count it was sealed with. */
export const PIN_HASH = "SHA-256";
export const PIN_ITERATIONS = 600_000;
const SALT_BYTES = 16;
const SECRET_BYTES = 32;
const IV_BYTES = 12;
const AES = { name: "AES-GCM", length: 256 };

/**
 * @typedef {{iv: Uint8Array, data: Uint8Array}} Sealed
 * @typedef {{seal: CryptoKey, mark: CryptoKey}} Keys cannot be taken out of the browser's memory
 */

/** @param {number} count @returns {Uint8Array} */
function random(count) {
  return crypto.getRandomValues(new Uint8Array(count));
}

export const newSalt = () => random(SALT_BYTES);
export const newSecret = () => random(SECRET_BYTES);

/** @param {string} text @returns {Uint8Array} */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/**
 * The key that a PIN gives. Takes about a second on a small phone, and as long for each PIN that a thief tries.
 * @param {string} pin
 * @param {Uint8Array} salt
 * @param {number} iterations
 * @returns {Promise<CryptoKey>}
 */
export async function keyOfPin(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", bytesOf(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: PIN_HASH, salt, iterations };
  return crypto.subtle.deriveKey(how, typed, AES, false, ["encrypt", "decrypt"]);
}

/** @param {Uint8Array} secret @returns {Promise<CryptoKey>} */
export function keyOfSecret(secret) {
  return crypto.subtle.importKey("raw", secret, AES, false, ["encrypt", "decrypt"]);
}

/**
 * The keys of a secret: one that seals, one that marks people. Neither tells the other or the secret.
 * @param {Uint8Array} secret
 * @returns {Promise<Keys>}
 */
export async function keysOf(secret) {
  const root = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const from = (purpose) => ({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: bytesOf(purpose) });
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return {
    seal: await crypto.subtle.deriveKey(from("posyandu seal"), root, AES, false, ["encrypt", "decrypt"]),
    mark: await crypto.subtle.deriveKey(from("posyandu mark"), root, hmac, false, ["sign"]),
  };
}

/**
 * @param {CryptoKey} key
 * @param {string} place what the bytes are of: sealed for one place they open at no other
 * @param {Uint8Array} bytes
 * @returns {Promise<Sealed>}
 */
export async function sealBytes(key, place, bytes) {
  const iv = random(IV_BYTES);
  const how = { name: "AES-GCM", iv, additionalData: bytesOf(place) };
  return { iv, data: new Uint8Array(await crypto.subtle.encrypt(how, key, bytes)) };
}

/**
 * @param {CryptoKey} key
 * @param {string} place
 * @param {Sealed} sealed
 * @returns {Promise<Uint8Array>}
 * @throws {DOMException} OperationError where the key or the place is another one, or a byte was changed
 */
export async function openBytes(key, place, sealed) {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: bytesOf(place) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.data));
}

/**
 * @param {Keys} keys
 * @param {string} place
 * @param {any} value of JSON
 * @returns {Promise<Sealed>}
 */
export function seal(keys, place, value) {
  return sealBytes(keys.seal, place, bytesOf(JSON.stringify(value)));
}

/**
 * @param {Keys} keys
 * @param {string} place
 * @param {Sealed} sealed
 * @returns {Promise<any>}
 */
export async function unseal(keys, place, sealed) {
  return JSON.parse(new TextDecoder().decode(await openBytes(keys.seal, place, sealed)));
}

/**
 * Stands for a text in an index: the same text gives the same mark, and nobody without the key reads it.
 * @param {Keys} keys
 * @param {string} text
 * @returns {Promise<string>}
 */
export async function markOf(keys, text) {
  return base64(new Uint8Array(await crypto.subtle.sign("HMAC", keys.mark, bytesOf(text))));
}

/** @param {Uint8Array} bytes @returns {string} */
export function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** @param {string} text @returns {Uint8Array} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
