// A mail server for the tests: takes every mail into a folder and says, one JSON object a line, what
// happened. The part of the recipient before '@' chooses what it answers.
//   node smtp_server.mjs '{"folder": "…", "key": "…", "cert": "…", "user": "…", "password": "…",
//                          "starttls": true, "hang_up": false}'
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";

const options = JSON.parse(process.argv[2] ?? "{}");
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const asked = new Map(); // recipient -> times
let count = 0;

const refusal = (code, words) => Object.assign(new Error(words), { responseCode: code });

function answer_to(recipient) {
  const name = recipient.split("@")[0];
  const times = (asked.get(recipient) ?? 0) + 1;
  asked.set(recipient, times);
  if (name.startsWith("later") && times === 1) return refusal(451, "4.7.1 Please try again");
  if (name.startsWith("nobody")) return refusal(550, "5.1.1 No such user " + recipient);
  if (name.startsWith("policy")) return refusal(550, "5.7.1 Relay access denied " + recipient);
  return null;
}

function take(stream, session, done) {
  const to = session.envelope.rcptTo[0].address;
  const file = join(options.folder, `${++count}.eml`);
  stream.pipe(createWriteStream(file)).on("finish", () => {
    if (to.startsWith("spam")) return done(refusal(554, "5.7.1 We do not want this"));
    say({
      event: "mail", to, from: session.envelope.mailFrom.address, session: session.id, file,
      tls: session.secure, user: session.user ?? null, greeted: session.hostNameAppearsAs,
    });
    done(null, "taken");
    if (options.hang_up) setImmediate(() => sockets.forEach((socket) => socket.destroy()));
    return undefined;
  });
}

const server = new SMTPServer({
  key: options.key && readFileSync(options.key),
  cert: options.cert && readFileSync(options.cert),
  hideSTARTTLS: options.starttls === false,
  disabledCommands: options.user ? [] : ["AUTH"],
  authMethods: options.methods ?? ["PLAIN", "LOGIN"],
  allowInsecureAuth: options.starttls === false,
  authOptional: !options.user,
  disableReverseLookup: true,
  closeTimeout: 1000,
  onAuth(auth, session, done) {
    const right = auth.username === options.user && auth.password === options.password;
    say({ event: "auth", right, method: auth.method, tls: session.secure });
    done(right ? null : refusal(535, "5.7.8 Wrong password"), right ? { user: auth.username } : undefined);
  },
  onRcptTo(address, session, done) {
    const refused = answer_to(address.address);
    say({ event: "rcpt", to: address.address, refused: refused !== null });
    done(refused);
  },
  onData: take,
});
const sockets = new Set();
server.server.on("connection", (socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
});
server.on("error", () => {}); // a client that hangs up is no fault of the server
server.listen(0, "127.0.0.1", () => say({ event: "listening", port: server.server.address().port }));
