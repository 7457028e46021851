// Two providers of identities for the tests. "/" is npm's oidc-provider, with PKCE; whoever types a name
// there is that person. "/honest/", "/nonce/" … sign in everybody at once as somebody, and each but
// the first breaks the one rule it is named after.
//   node oidc_server.mjs     one JSON object a line: out {"port"}, in {"base"}, out {"ready"}
import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import { createInterface } from "node:readline";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { Provider } from "oidc-provider";

const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const clients = { honest_id: "courier", honest_secret: "a-secret-of-forty-characters-for-the-tests" };
const lies = ["honest", "nonce", "audience", "issuer", "expired", "none", "hs256", "strange-key", "unverified", "mix-up", "no-issuer-in-answer"];

const right = await generateKeyPair("ES256", { extractable: true });
const strange = await generateKeyPair("ES256", { extractable: true });
const public_key = { ...(await exportJWK(right.publicKey)), kid: "right", use: "sig", alg: "ES256" };
const codes = new Map(); // code -> { nonce, challenge, redirect_uri }
let port = 0;

async function token_of(lie, nonce) {
  const issuer = `http://127.0.0.1:${port}/${lie}`;
  const claims = { nonce: lie === "nonce" ? "another" : nonce, email: `${lie}@provider.example`, email_verified: lie !== "unverified", name: `Guest of ${lie}` };
  const fill = (token) => token
    .setIssuer(lie === "issuer" ? "http://127.0.0.1:1/" : issuer).setSubject(`person-${lie}`)
    .setAudience(lie === "audience" ? "another-client" : "liar-client").setIssuedAt()
    .setExpirationTime(lie === "expired" ? "-1h" : "5m");
  if (lie === "none") return fill(new UnsecuredJWT(claims)).encode();
  if (lie === "hs256") {
    const secret = new TextEncoder().encode(await exportSPKI(right.publicKey));
    return fill(new SignJWT(claims)).setProtectedHeader({ alg: "HS256", kid: "right" }).sign(secret);
  }
  const key = lie === "strange-key" ? strange.privateKey : right.privateKey;
  return fill(new SignJWT(claims)).setProtectedHeader({ alg: "ES256", kid: "right" }).sign(key);
}

function json(answer, value, status = 200) {
  answer.writeHead(status, { "content-type": "application/json" });
  answer.end(JSON.stringify(value));
}

function authorize(lie, url, answer) {
  const asked = Object.fromEntries(url.searchParams);
  const code = randomBytes(16).toString("hex");
  codes.set(code, { nonce: asked.nonce, challenge: asked.code_challenge, method: asked.code_challenge_method });
  const back = new URL(asked.redirect_uri);
  back.searchParams.set("code", code);
  back.searchParams.set("state", asked.state);
  const issuer = `http://127.0.0.1:${port}/${lie === "mix-up" ? "honest" : lie}`;
  if (lie !== "no-issuer-in-answer") back.searchParams.set("iss", issuer);
  answer.writeHead(303, { location: back.href });
  answer.end();
}

async function redeem(lie, request, answer) {
  let body = "";
  for await (const part of request) body += part;
  const form = new URLSearchParams(body);
  const known = codes.get(form.get("code"));
  codes.delete(form.get("code"));
  const proof = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
  if (!known || known.method !== "S256" || proof !== known.challenge) return json(answer, { error: "invalid_grant" }, 400);
  return json(answer, { access_token: "t", token_type: "Bearer", expires_in: 60, id_token: await token_of(lie, known.nonce) });
}

function lie_to(lie, url, request, answer) {
  const issuer = `http://127.0.0.1:${port}/${lie}`;
  if (url.pathname.endsWith("/openid-configuration"))
    return json(answer, {
      issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"], subject_types_supported: ["public"], token_endpoint_auth_methods_supported: ["none"],
      id_token_signing_alg_values_supported: ["ES256"], authorization_response_iss_parameter_supported: true,
    });
  if (url.pathname.endsWith("/keys")) return json(answer, { keys: [public_key] });
  if (url.pathname.endsWith("/authorize")) return authorize(lie, url, answer);
  return redeem(lie, request, answer);
}

let honest = (request, answer) => { answer.writeHead(503).end(); };
const server = http.createServer((request, answer) => {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  const lie = url.pathname.split("/")[1];
  if (lies.includes(lie)) return lie_to(lie, url, request, answer);
  return honest(request, answer);
});

function set_up(base) {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{
      client_id: clients.honest_id, client_secret: clients.honest_secret, grant_types: ["authorization_code"],
      response_types: ["code"], redirect_uris: [`${base}/reader/oidc/guild/callback/`], token_endpoint_auth_method: "client_secret_basic",
    }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["only-for-tests"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@guild.example`, email_verified: true, name: id[0].toUpperCase() + id.slice(1) }),
    }),
  });
  honest = provider.callback();
  say({ ready: true });
}

server.listen(0, "127.0.0.1", () => {
  port = server.address().port;
  say({ port, secret: clients.honest_secret, lies });
});
createInterface({ input: process.stdin }).on("line", (line) => set_up(JSON.parse(line).base));
