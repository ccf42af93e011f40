'use strict';
// What the programs of this directory share: each is run as `node NAME.js URL PREFIX`, gives its queues and exchanges
// names that begin with the prefix, prints what it saw in its last line, and ends with 0 if it was right.
const amqp = require('amqplib');

const [url, prefix, ...words] = process.argv.slice(2);

/** Runs a program: a function of a connection, which returns the line. */
function program(body) {
  amqp
    .connect(url)
    .then(async (connection) => {
      const line = await body(connection, (name) => `${prefix}.${name}`, ...words);
      await connection.close();
      console.log(line);
    })
    .catch((error) => {
      console.error(error);
      process.exit(1);
    });
}

/** Consumes until so many have come, and returns them in their order. */
async function take(channel, queue, count, options = { noAck: true }) {
  const messages = [];
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const { consumerTag } = await channel.consume(
    queue,
    (message) => {
      messages.push(message);
      if (messages.length === count) done();
    },
    options,
  );
  await all;
  await channel.cancel(consumerTag);
  return messages;
}

const text = (message) => message.content.toString();

/** What a channel is closed with when something is done to it. */
async function refusal(connection, act) {
  const channel = await connection.createChannel();
  const closed = new Promise((resolve) => channel.once('error', resolve));
  await Promise.resolve(act(channel)).catch(() => {});
  return closed;
}

/** How many there are in a second. */
const rate = (count, sinceMillis) => Math.round((count * 1000) / Math.max(1, Date.now() - sinceMillis));

module.exports = { amqp, url, program, take, text, refusal, rate };
