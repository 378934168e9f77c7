// An operator that speaks through node-smpp: another hand's codec. It is told what to do by lines of
// JSON, and says what it heard the same way.
const smpp = require("smpp");
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");
let session = null, count = 0, throttles = 0;

const server = smpp.createServer((met) => {
  const bind = (pdu) => {
    if (pdu.password !== "salainen") return met.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL }));
    session = met;
    met.send(pdu.response({ system_id: "node" }));
    say({ bound: pdu.command, system_id: pdu.system_id });
  };
  met.on("bind_transceiver", bind);
  met.on("submit_sm", (pdu) => {
    if (throttles > 0) {
      throttles -= 1;
      met.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
      return say({ throttled: pdu.destination_addr });
    }
    const id = `node-${++count}`;
    met.send(pdu.response({ message_id: id }));
    const { message, udh } = pdu.short_message;
    say({ id, to: pdu.destination_addr, from: pdu.source_addr, coding: pdu.data_coding, text: message,
      payload: pdu.message_payload && pdu.message_payload.message, udh: udh ? udh.map((e) => e.toString("hex")) : [],
      sar: [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum].filter((n) => n !== undefined) });
  });
  met.on("unbind", (pdu) => { met.send(pdu.response()); met.close(); say({ unbound: true }); });
  met.on("enquire_link", (pdu) => met.send(pdu.response()));
  met.on("error", () => {});
});
server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const told = JSON.parse(line);
  if (told.throttle) throttles = told.throttle;
  if (told.leave) session.unbind();
  if (told.deliver) {
    const pdu = told.deliver;
    for (const name of ["short_message", "message_payload", "receipted_message_id"])
      if (pdu[name] && pdu[name].hex !== undefined) pdu[name] = Buffer.from(pdu[name].hex, "hex");
    session.deliver_sm(pdu, (answer) => say({ answered: answer.command_status }));
  }
}).on("close", () => process.exit(0));
