// Watches a run with the SignalR client for JavaScript, and writes what happens to the standard output, one JSON object per line.
// Environment: HUB_URL, HUB_TOKEN, RUN_ID. It ends when the standard input is closed.
"use strict";
const { HubConnectionBuilder, LogLevel } = require("@microsoft/signalr");

const address = `${process.env.HUB_URL}?runId=${encodeURIComponent(process.env.RUN_ID)}`;
let sessionId = "";
let lastSequence = 0;

const write = (kind, value) => process.stdout.write(JSON.stringify({ kind, value }) + "\n");
const quiet = { log: (level, message) => { if (level >= LogLevel.Warning) write("log", message); } };

const connection = new HubConnectionBuilder()
    .withUrl(address, { accessTokenFactory: () => process.env.HUB_TOKEN })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: () => 100 })
    .configureLogging(quiet)
    .build();

connection.on("session", session => {
    sessionId = session.sessionId;
    write("session", session);
});
connection.on("event", async event => {
    lastSequence = event.sequence;
    write("event", event.sequence);
    await connection.send("Ack", event.sequence).catch(() => { });
});
connection.on("dropped", dropped => write("dropped", dropped));
connection.on("reload", reload => write("reload", reload));
connection.on("closing", closing => write("closing", closing.reason));
connection.on("ping", () => Date.now());
connection.onreconnecting(() => {
    connection.baseUrl = `${address}&sessionId=${sessionId}&after=${lastSequence}`;
    write("reconnecting", lastSequence);
});
connection.onreconnected(() => write("reconnected", lastSequence));
connection.onclose(error => write("closed", error ? error.message : ""));

process.stdin.on("end", async () => {
    await connection.stop();
    process.exit(0);
});
process.stdin.resume();

connection.start().then(
    async () => write("flag", await connection.invoke("Flag", "REVIEW", "Opened by the JavaScript client")),
    error => {
        write("failed", error.message);
        process.exit(1);
    });
