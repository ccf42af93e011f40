'use strict';
// Calls whose replies come by the pseudo-queue of direct reply-to, and by an exclusive queue.
const assert = require('node:assert');
const { amqp, url, program, rate } = require('./program');
const CALLS = 3_000;
const AT_ONCE = 100;

program(async (connection, name) => {
  const queue = name('rpc');
  const server = await amqp.connect(url);
  const serving = await server.createChannel();
  await serving.assertQueue(queue, { durable: false });
  await serving.prefetch(100);
  const { consumerTag } = await serving.consume(queue, (message) => {
    const answer = Number(message.content) * 2;
    const { replyTo, correlationId } = message.properties;
    serving.sendToQueue(replyTo, Buffer.from(String(answer)), { correlationId });
    serving.ack(message);
  });

  async function calls(replyTo) {
    const channel = await connection.createChannel();
    const replies = replyTo ?? (await channel.assertQueue('', { exclusive: true })).queue;
    const waiting = new Map();
    await channel.consume(
      replies,
      (message) => {
        waiting.get(message.properties.correlationId)(Number(message.content));
        waiting.delete(message.properties.correlationId);
      },
      { noAck: true },
    );
    const call = (n) =>
      new Promise((resolve) => {
        waiting.set(String(n), resolve);
        channel.sendToQueue(queue, Buffer.from(String(n)), { replyTo: replies, correlationId: String(n) });
      });
    const started = Date.now();
    let next = 0;
    const caller = async () => {
      while (next < CALLS) {
        const n = next++;
        assert.strictEqual(await call(n), n * 2);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
    assert.strictEqual(waiting.size, 0);
    await channel.close();
    return rate(CALLS, started);
  }

  const direct = await calls('amq.rabbitmq.reply-to');
  const exclusive = await calls();
  await serving.cancel(consumerTag);
  await serving.deleteQueue(queue);
  await server.close();
  return `${CALLS} calls each, direct reply-to ${direct}/s, exclusive queue ${exclusive}/s`;
});
