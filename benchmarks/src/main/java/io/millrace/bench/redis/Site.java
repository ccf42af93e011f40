package io.millrace.bench.redis;

import redis.clients.jedis.Jedis;

/** The server that is measured. */
record Site(String host, int port) {
  /** Of the list, or the stream, or whatever a contender consumes. */
  static final String QUEUE = "jobs";

  Jedis connect() {
    return new Jedis(host, port);
  }

  String uri() {
    return "redis://" + host + ":" + port;
  }
}
