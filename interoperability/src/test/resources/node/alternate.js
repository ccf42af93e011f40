'use strict';
// Two consumers with prefetch 1 that acknowledge at once get the messages in turns.
const assert = require('node:assert');
const { program, text } = require('./program');
const COUNT = 1_000;

program(async (connection, name) => {
  const queue = name('turns');
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue);
  for (let i = 0; i < COUNT; i++) channel.sendToQueue(queue, Buffer.from(String(i)));
  await channel.waitForConfirms();
  const order = [];
  let done;
  const all = new Promise((resolve) => (done = resolve));
  await channel.prefetch(1, false);
  const consumer = (which) => (message) => {
    if (message === null) return; // the queue was deleted
    order.push([which, text(message)]);
    channel.ack(message);
    if (order.length === COUNT) done();
  };
  await Promise.all([channel.consume(queue, consumer(0)), channel.consume(queue, consumer(1))]);
  await all;
  assert.deepStrictEqual(
    order.map(([, body]) => body),
    Array.from({ length: COUNT }, (_, i) => String(i)),
  );
  // The first consumer is alone until the second is there.
  const both = order.slice(order.findIndex(([which]) => which === 1));
  const repeats = both.filter(([which], i) => i > 0 && which === both[i - 1][0]).length;
  assert(both.length > COUNT / 2 && repeats === 0, `${repeats} of ${both.length} not in turn`);
  await channel.deleteQueue(queue);
  return `${both.length} deliveries in turns`;
});
