'use strict';
// prefetch(5, true) holds for a channel, prefetch(5, false) for each of its consumers.
const assert = require('node:assert');
const { program } = require('./program');

program(async (connection, name) => {
  const queue = name('windows');
  const sending = await connection.createConfirmChannel();
  await sending.assertQueue(queue);
  for (let i = 0; i < 30; i++) sending.sendToQueue(queue, Buffer.from(String(i)));
  await sending.waitForConfirms();

  async function held(global) {
    const channel = await connection.createChannel();
    await channel.prefetch(5, global);
    let count = 0;
    await channel.consume(queue, () => count++);
    await channel.consume(queue, () => count++);
    // All that is sent by then comes before the answer to a question.
    const left = () => channel.checkQueue(queue).then((answer) => answer.messageCount);
    for (let before = -1, now = await left(); before !== now; now = await left()) before = now;
    await left();
    await channel.close();
    return count;
  }

  const [ofChannel, ofConsumers] = [await held(true), await held(false)];
  assert.deepStrictEqual([ofChannel, ofConsumers], [5, 10]);
  await sending.deleteQueue(queue);
  return `${ofChannel} to a channel, ${ofConsumers} to two consumers`;
});
