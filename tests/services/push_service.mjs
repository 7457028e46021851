// A push service and the browsers behind it, for the tests: checks each message as RFC 8030, 8291
// and 8292 want it, opens it with the browser's key (WebCrypto), and says what happened, one JSON
// object a line. The name of a browser chooses how it misbehaves.
//   node push_service.mjs '{"address": "45.45.45.10", "port": 443, "host": "push.example",
//                           "key": "…", "cert": "…", "browsers": ["good", "gone-1"]}'
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { webcrypto } from "node:crypto";

const { subtle } = webcrypto;
const options = JSON.parse(process.argv[2]);
const origin = `https://${options.host}`;
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const text_bytes = (text) => new TextEncoder().encode(text);
const from_base64url = (text) => {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error(`not base64url: ${text}`);
  return new Uint8Array(Buffer.from(text, "base64url"));
};
const to_base64url = (bytes) => Buffer.from(bytes).toString("base64url");
const joined = (...parts) => new Uint8Array(Buffer.concat(parts));
const must = (condition, what) => {
  if (!condition) throw new Error(what);
};

async function new_browser(name) {
  const pair = await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  const auth = webcrypto.getRandomValues(new Uint8Array(16));
  return { name, pair, point, auth, asked: 0 };
}

async function derive(salt, secret, info, bytes) {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, 8 * bytes));
}

// RFC 8188: salt, record size, key id; here one record, the last.
async function open(browser, body) {
  must(body.length <= 4096, "more than a push service must take");
  const salt = body.subarray(0, 16);
  const record_size = Buffer.from(body).readUInt32BE(16);
  must(body[20] === 65, "the key id is no public key");
  const sender_point = body.subarray(21, 86);
  const record = body.subarray(86);
  must(record.length <= record_size, "more than one record");
  const sender = await subtle.importKey("raw", sender_point, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: sender }, browser.pair.privateKey, 256);
  const info = joined(text_bytes("WebPush: info\0"), browser.point, sender_point);
  const secret = await derive(browser.auth, new Uint8Array(shared), info, 32);
  const key_bytes = await derive(salt, secret, text_bytes("Content-Encoding: aes128gcm\0"), 16);
  const iv = await derive(salt, secret, text_bytes("Content-Encoding: nonce\0"), 12);
  const key = await subtle.importKey("raw", key_bytes, "AES-GCM", false, ["decrypt"]);
  const plain = new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, record));
  let end = plain.length - 1;
  while (end >= 0 && plain[end] === 0) --end;
  must(plain[end] === 2, "the last record is not marked");
  return { text: Buffer.from(plain.subarray(0, end)).toString("utf8"), salt: to_base64url(salt) };
}

async function check_token(field) {
  const parts = /^vapid t=([^,.]+)\.([^,.]+)\.([^,.]+), ?k=([A-Za-z0-9_-]+)$/.exec(field ?? "");
  must(parts, `not a vapid field: ${field}`);
  const [, head, claims_text, signature, k] = parts;
  must(JSON.parse(Buffer.from(from_base64url(head))).alg === "ES256", "not ES256");
  const key = await subtle.importKey("raw", from_base64url(k), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const verified = await subtle.verify(
    { name: "ECDSA", hash: "SHA-256" }, key, from_base64url(signature), text_bytes(`${head}.${claims_text}`));
  must(verified, "the token is not signed by its key");
  const claims = JSON.parse(Buffer.from(from_base64url(claims_text)));
  const now = Date.now() / 1000;
  must(claims.aud === origin, `the token is for ${claims.aud}`);
  must(Number.isInteger(claims.exp) && claims.exp > now && claims.exp <= now + 24 * 3600, `exp ${claims.exp}`);
  must(/^(mailto:|https:)/.test(claims.sub), `sub ${claims.sub}`);
  return { k, sub: claims.sub };
}

async function take(browser, request, body) {
  const { headers } = request;
  must(request.method === "POST", request.method);
  must(headers["content-encoding"] === "aes128gcm", "content-encoding");
  must(/^[0-9]+$/.test(headers.ttl ?? ""), "ttl");
  must(["very-low", "low", "normal", "high"].includes(headers.urgency), "urgency");
  must(headers.topic === undefined || /^[A-Za-z0-9_-]{1,32}$/.test(headers.topic), "topic");
  const token = await check_token(headers.authorization);
  const opened = await open(browser, body);
  return { ...token, ...opened, ttl: Number(headers.ttl), urgency: headers.urgency, topic: headers.topic ?? null };
}

function answer(browser, response) {
  const kind = browser.name.split("-")[0];
  const end = (status, fields = {}) => response.writeHead(status, fields).end();
  if (kind === "gone") return end(410);
  if (kind === "later" && browser.asked === 1) return end(429, { "Retry-After": "1" });
  if (kind === "failing") return end(500);
  if (kind === "refused") return end(400);
  if (kind === "redirect") return end(307, { Location: options.inside ?? "http://127.0.0.1/" });
  if (kind === "hang") return undefined;
  if (kind === "big") {
    response.writeHead(201);
    const pour = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
    };
    response.on("drain", pour);
    return pour();
  }
  return end(201, { Location: `${origin}/message/1` });
}

const browsers = new Map();
for (const name of options.browsers) browsers.set(name, await new_browser(name));

const tls = { key: readFileSync(options.key), cert: readFileSync(options.cert) };
const server = createServer(tls, async (request, response) => {
  const browser = browsers.get(request.url.replace(/^\/send\//, ""));
  if (!browser) return response.writeHead(404).end();
  ++browser.asked;
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  try {
    say({ event: "push", browser: browser.name, ...(await take(browser, request, joined(...pieces))) });
  } catch (error) {
    say({ event: "wrong", browser: browser.name, what: error.message });
    return response.writeHead(400).end();
  }
  return answer(browser, response);
});
server.listen(options.port, options.address, () => {
  const subscriptions = {};
  for (const { name, point, auth } of browsers.values())
    subscriptions[name] = {
      endpoint: `${origin}/send/${name}`,
      expirationTime: null,
      keys: { p256dh: to_base64url(point), auth: to_base64url(auth) },
    };
  say({ event: "listening", subscriptions });
});
