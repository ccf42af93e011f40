'use strict';
// With prefetch(1) the next message goes to whoever is idle: a worker that takes 100 ms gets few, one of 1 ms the rest.
const assert = require('node:assert');
const { amqp, url, program } = require('./program');
const COUNT = 300;

program(async (connection, name) => {
  const queue = name('tasks');
  const sending = await connection.createChannel();
  await sending.assertQueue(queue, { durable: true });
  const taken = { slow: 0, quick: 0 };
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const workers = await Promise.all(
    Object.entries({ slow: 100, quick: 1 }).map(async ([worker, millis]) => {
      const own = await amqp.connect(url);
      const channel = await own.createChannel();
      await channel.prefetch(1, false);
      await channel.consume(queue, (message) => {
        setTimeout(() => {
          taken[worker]++;
          channel.ack(message);
          if (taken.slow + taken.quick === COUNT) done();
        }, millis);
      });
      return own;
    }),
  );
  for (let i = 0; i < COUNT; i++) sending.sendToQueue(queue, Buffer.from('task'), { persistent: true });
  await all;
  await Promise.all(workers.map((worker) => worker.close()));
  assert(taken.slow >= 1 && taken.slow <= COUNT / 10, JSON.stringify(taken));
  await sending.deleteQueue(queue);
  return `slow worker ${taken.slow}, quick worker ${taken.quick}`;
});
