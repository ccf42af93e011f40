'use strict';
// `send` publishes a message that is due in 1.5 s and ends; `check` waits for it.
const assert = require('node:assert');
const { program, take } = require('./program');

program(async (connection, name, what) => {
  const [exchange, queue] = [name('delayed'), name('due')];
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(exchange, 'x-delayed-message', { arguments: { 'x-delayed-type': 'direct' } });
  await channel.assertQueue(queue);
  await channel.bindQueue(queue, exchange, 'key');
  if (what === 'send') {
    channel.publish(exchange, 'key', Buffer.from(String(Date.now())), { headers: { 'x-delay': 1_500 } });
    await channel.waitForConfirms();
    return 'sent';
  }
  const [message] = await take(channel, queue, 1);
  const millis = Date.now() - Number(message.content);
  assert(millis >= 1_450, `after ${millis} ms`);
  await channel.deleteQueue(queue);
  await channel.deleteExchange(exchange);
  return `a message due in 1,500 ms came after ${millis} ms`;
});
