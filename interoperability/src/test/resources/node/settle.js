'use strict';
// Acknowledging several, requeueing in the midst, rejecting; and what is wrong closes its channel only.
const assert = require('node:assert');
const { program, take, text, refusal } = require('./program');

program(async (connection, name) => {
  const queue = name('settled');
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue);
  const fill = async (count) => {
    for (let i = 0; i < count; i++) channel.sendToQueue(queue, Buffer.from(String(i)));
    await channel.waitForConfirms();
  };
  const rest = async () => {
    const bodies = [];
    for (let m = await channel.get(queue, { noAck: true }); m; m = await channel.get(queue, { noAck: true })) {
      bodies.push(text(m) + (m.fields.redelivered ? '*' : ''));
    }
    return bodies.join(' ');
  };

  await fill(6);
  let got = await take(channel, queue, 6, {});
  channel.ack(got[2], true);
  channel.nack(got[5], false, true);
  channel.reject(got[3], false);
  channel.nack(got[4], false, false);
  assert.strictEqual(await rest(), '5*');

  await fill(6);
  await channel.prefetch(3);
  got = await take(channel, queue, 3, {});
  channel.nack(got[1], false, true);
  channel.ack(got[0]);
  channel.ack(got[2]);
  assert.strictEqual(await rest(), '1* 3 4 5');

  // One at a time, and one of them back in the midst: the order stays.
  await fill(8);
  await channel.prefetch(1);
  const seen = [];
  await new Promise((resolve) => {
    let rejected = false;
    channel.consume(
      queue,
      (message) => {
        seen.push(text(message) + (message.fields.redelivered ? '*' : ''));
        if (text(message) === '4' && !rejected) {
          rejected = true;
          channel.reject(message, true);
        } else {
          channel.ack(message);
          if (text(message) === '7') resolve();
        }
      },
      { consumerTag: name('one') },
    );
  });
  await channel.cancel(name('one'));
  assert.strictEqual(seen.join(' '), '0 1 2 3 4 4* 5 6 7');

  await fill(2);
  const twice = await refusal(connection, async (own) => {
    const message = await own.get(queue);
    own.ack(message);
    own.ack(message);
  });
  assert.strictEqual(twice.code, 406);
  assert.strictEqual(await rest(), '1');
  await channel.deleteQueue(queue);
  return 'ack of several, requeue in place, reject; a second ack closes its channel with 406';
});
