'use strict';
// What fanout, direct, topic and headers exchanges copy to whom.
const assert = require('node:assert');
const { program, text } = require('./program');

program(async (connection, name) => {
  const channel = await connection.createChannel();
  let number = 0;

  /** Binds a queue to each pattern, publishes, and asks each queue for what came. */
  async function routes(type, patterns, messages) {
    const exchange = name(`${type}.${number++}`);
    await channel.assertExchange(exchange, type, { durable: false });
    const queues = [];
    for (const [key, table] of patterns) {
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.bindQueue(queue, exchange, key, table);
      queues.push(queue);
    }
    for (const [key, headers] of messages) {
      channel.publish(exchange, key, Buffer.from(JSON.stringify([key, headers ?? 0])), { headers });
    }
    const came = [];
    for (const queue of queues) {
      const bodies = [];
      for (let m = await channel.get(queue, { noAck: true }); m; m = await channel.get(queue, { noAck: true })) {
        const [key, headers] = JSON.parse(text(m));
        bodies.push(headers ? JSON.stringify(headers) : key);
      }
      came.push(bodies);
      await channel.deleteQueue(queue);
    }
    await channel.deleteExchange(exchange);
    return came;
  }

  assert.deepStrictEqual(await routes('fanout', [[''], ['unused']], [['a'], ['b']]), [
    ['a', 'b'],
    ['a', 'b'],
  ]);
  assert.deepStrictEqual(await routes('direct', [['error'], ['info']], [['error'], ['info'], ['debug']]), [
    ['error'],
    ['info'],
  ]);
  assert.deepStrictEqual(
    await routes(
      'topic',
      [['a.*'], ['a.#'], ['*.b'], ['#'], ['#.c'], ['a.*.c']],
      [['a'], ['a.b'], ['a.b.c'], ['b'], ['']],
    ),
    [
      ['a.b'],
      ['a', 'a.b', 'a.b.c'],
      ['a.b'],
      ['a', 'a.b', 'a.b.c', 'b', ''],
      ['a.b.c'],
      ['a.b.c'],
    ],
  );
  const one = '{"n":1}';
  const two = '{"n":1,"kind":"x"}';
  const word = '{"n":"1"}';
  const nested = '{"t":{"a":1}}';
  assert.deepStrictEqual(
    await routes(
      'headers',
      [
        ['', { 'x-match': 'all', n: 1 }],
        ['', { 'x-match': 'any', n: 1, kind: 'x' }],
        ['', { 'x-match': 'all', n: 1, kind: 'x' }],
        ['', { 'x-match': 'all', t: { a: 1 } }],
      ],
      [one, two, word, nested].map((headers) => ['', JSON.parse(headers)]),
    ),
    [[one, two], [one, two], [two], [nested]],
  );
  return 'fanout, direct, topic and headers as bound';
});
