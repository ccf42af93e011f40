'use strict';
// Two subscribers, each with a queue of its own, print every message that a third program emits.
const assert = require('node:assert');
const { amqp, url, program, take, text } = require('./program');

program(async (connection, name) => {
  const exchange = name('logs');
  const subscribers = await Promise.all(
    [1, 2].map(async () => {
      const own = await amqp.connect(url);
      const channel = await own.createChannel();
      await channel.assertExchange(exchange, 'fanout', { durable: false });
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.bindQueue(queue, exchange, '');
      return { own, channel, queue };
    }),
  );
  const channel = await connection.createChannel();
  for (let i = 0; i < 100; i++) channel.publish(exchange, 'ignored', Buffer.from(`line ${i}`));
  for (const { own, channel: receiving, queue } of subscribers) {
    const lines = (await take(receiving, queue, 100)).map(text);
    assert.deepStrictEqual(lines, Array.from({ length: 100 }, (_, i) => `line ${i}`));
    await own.close();
  }
  await channel.deleteExchange(exchange);
  return '2 subscribers, 100 lines each';
});
