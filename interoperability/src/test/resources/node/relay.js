'use strict';
// Leaves messages with headers and properties for a program of another language, and reads its answers.
const assert = require('node:assert');
const { program, take } = require('./program');

program(async (connection, name, what) => {
  const [there, back] = [name('there'), name('back')];
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(there);
  await channel.assertQueue(back);
  if (what === 'send') {
    for (let i = 0; i < 100; i++) {
      channel.sendToQueue(there, Buffer.from(`ünïcode ${i}`), {
        contentType: 'text/plain',
        correlationId: `c${i}`,
        priority: 3,
        timestamp: 1_700_000_000 + i,
        headers: { n: i, flag: true, word: 'wörd', list: [1, 'a'], table: { deep: 'x' }, none: null },
      });
    }
    await channel.waitForConfirms();
    return '100 messages sent';
  }
  const messages = await take(channel, back, 100);
  messages.forEach(({ content, properties }, i) => {
    assert.strictEqual(content.toString(), `ünïcode ${i}`.toUpperCase());
    assert.strictEqual(properties.correlationId, `c${i}`);
    assert.strictEqual(properties.priority, 3);
    assert.deepStrictEqual({ ...properties.headers }, {
      n: i,
      flag: true,
     
      word: 'wörd',
      list: [1, 'a'],
      table: { deep: 'x' },
      none: null,
    });
  });
  await channel.deleteQueue(there);
  await channel.deleteQueue(back);
  return '100 messages to Python and back, headers and properties unchanged';
});
