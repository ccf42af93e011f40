'use strict';
// Declaring again, declaring otherwise, deleting under a consumer, and what no queue is for.
const assert = require('node:assert');
const { program, refusal } = require('./program');

program(async (connection, name) => {
  const queue = name('declared');
  const channel = await connection.createConfirmChannel();
  const options = { durable: true, arguments: { 'x-max-length': 10 } };
  await channel.assertQueue(queue, options);
  channel.sendToQueue(queue, Buffer.from('one'));
  await channel.waitForConfirms();
  assert.deepStrictEqual(await channel.assertQueue(queue, options), { queue, messageCount: 1, consumerCount: 0 });
  const other = await refusal(connection, (own) =>
    own.assertQueue(queue, { durable: true, arguments: { 'x-max-length': 11 } }),
  );
  assert.strictEqual(other.code, 406);
  assert.match(other.message, /x-max-length/);
  const shorter = await refusal(connection, (own) => own.assertQueue(queue, { ...options, durable: false }));
  assert.strictEqual(shorter.code, 406);
  assert.match(shorter.message, /durable/);

  const cancelled = new Promise((resolve) => channel.consume(queue, (message) => message === null && resolve()));
  const elsewhere = await connection.createChannel();
  await elsewhere.checkQueue(queue);
  await elsewhere.deleteQueue(queue);
  await cancelled;
  await elsewhere.assertQueue(queue);
  for (let i = 0; i < 3; i++) elsewhere.sendToQueue(queue, Buffer.from(String(i)));
  assert.deepStrictEqual(await elsewhere.deleteQueue(queue), { messageCount: 3 });

  const exchange = name('unbound');
  await channel.assertExchange(exchange, 'direct');
  const returned = [];
  channel.on('return', (message) => returned.push([message.fields.replyCode, message.fields.routingKey]));
  for (let i = 0; i < 50; i++) channel.publish(exchange, `key ${i}`, Buffer.from('x'), { mandatory: true });
  channel.publish(exchange, 'not mandatory', Buffer.from('x'));
  await channel.waitForConfirms();
  assert.deepStrictEqual(
    returned,
    Array.from({ length: 50 }, (_, i) => [312, `key ${i}`]),
  );
  await channel.deleteExchange(exchange);
  return 'declared twice, 406 names what differs, delete counts and cancels, 50 of 50 returned and confirmed';
});
