'use strict';
// `put` leaves messages behind; `check`, after a restart of the broker, finds those that were to survive.
const assert = require('node:assert');
const { program, text } = require('./program');
const COUNT = 500;

program(async (connection, name, what) => {
  const [exchange, durable, transient] = [name('exchange'), name('durable'), name('transient')];
  if (what === 'put') {
    const channel = await connection.createConfirmChannel();
    await channel.assertExchange(exchange, 'direct', { durable: true });
    await channel.assertQueue(durable, { durable: true });
    await channel.assertQueue(transient, { durable: false });
    await channel.bindQueue(durable, exchange, 'key');
    await channel.bindQueue(transient, exchange, 'key');
    for (let i = 0; i < COUNT; i++) {
      channel.publish(exchange, 'key', Buffer.from(`kept ${i}`), { persistent: true, headers: { n: i } });
      channel.publish(exchange, 'key', Buffer.from(`lost ${i}`), { persistent: false });
    }
    await channel.waitForConfirms();
    return `${COUNT} persistent and ${COUNT} transient messages confirmed`;
  }
  const channel = await connection.createConfirmChannel();
  channel.publish(exchange, 'key', Buffer.from('after'));
  await channel.waitForConfirms();
  const found = [];
  for (let m = await channel.get(durable, { noAck: true }); m; m = await channel.get(durable, { noAck: true })) {
    found.push(m);
  }
  const kept = found.filter((message) => text(message).startsWith('kept'));
  assert.strictEqual(kept.length, COUNT);
  kept.forEach((message, i) => {
    assert.strictEqual(text(message), `kept ${i}`);
    assert.strictEqual(message.properties.headers.n, i);
    assert.strictEqual(message.properties.deliveryMode, 2);
  });
  assert.strictEqual(text(found.at(-1)), 'after');
  // A broker may keep those as well.
  const others = found.length - COUNT - 1;
  assert(others === 0 || others === COUNT, `${others} transient messages`);
  await channel.deleteQueue(durable);
  await channel.deleteExchange(exchange);
  const gone = await connection.createChannel();
  const closed = new Promise((resolve) => gone.once('error', resolve));
  await gone.checkQueue(transient).catch(() => {});
  assert.strictEqual((await closed).code, 404);
  return `${COUNT} persistent messages there, ${others} transient ones; exchange and binding there, transient queue gone`;
});
