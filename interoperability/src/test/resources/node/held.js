'use strict';
// `hold` takes ten messages and keeps them until it is killed; `check` gets them again.
const assert = require('node:assert');
const { program, take, text } = require('./program');

program(async (connection, name, what) => {
  const queue = name('held');
  const channel = await connection.createChannel();
  await channel.assertQueue(queue);
  if (what === 'hold') {
    for (let i = 0; i < 10; i++) channel.sendToQueue(queue, Buffer.from(String(i)));
    await new Promise((resolve) => {
      let count = 0;
      channel.consume(queue, () => ++count === 10 && resolve());
    });
    console.log('holding 10');
    await new Promise(() => setInterval(() => {}, 1_000));
  }
  const messages = await take(channel, queue, 10, { noAck: false });
  assert(messages.every((message) => message.fields.redelivered));
  assert.deepStrictEqual(messages.map(text), Array.from({ length: 10 }, (_, i) => String(i)));
  await channel.deleteQueue(queue);
  return '10 messages of a killed consumer delivered again, in order, as redelivered';
});
