'use strict';
// A queue between a fast producer and a consumer: 10,000 numbered messages by the default exchange arrive in order.
const assert = require('node:assert');
const { program, text, rate } = require('./program');
const COUNT = 10_000;

program(async (connection, name) => {
  const queue = name('hello');
  const sending = await connection.createChannel();
  sending.sendToQueue(queue, Buffer.from('nobody has this queue yet'));
  await sending.assertQueue(queue, { durable: true });
  const started = Date.now();
  for (let i = 0; i < COUNT; i++) {
    if (!sending.sendToQueue(queue, Buffer.from(String(i)))) {
      await new Promise((resolve) => sending.once('drain', resolve));
    }
  }
  const receiving = await connection.createChannel();
  await receiving.prefetch(200);
  await new Promise((resolve, reject) => {
    let next = 0;
    receiving.consume(queue, (message) => {
      if (text(message) !== String(next)) reject(new Error(`${text(message)} came instead of ${next}`));
      receiving.ack(message);
      if (++next === COUNT) resolve();
    });
  });
  await receiving.close();
  const speed = rate(COUNT, started);
  const { messageCount } = await sending.deleteQueue(queue);
  assert.strictEqual(messageCount, 0);
  return `${COUNT} messages in order, ${speed}/s`;
});
