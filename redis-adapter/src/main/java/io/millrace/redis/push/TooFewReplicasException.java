package io.millrace.redis.push;

import redis.clients.jedis.exceptions.JedisException;

/**
 * Elements were pushed, but fewer replicas than asked for have said in time that they have them.
 */
public final class TooFewReplicasException extends JedisException {
  private static final long serialVersionUID = 1L;

  TooFewReplicasException(long have, int wanted) {
    super("the elements are on " + have + " replicas in time, and should be on " + wanted);
  }
}
