package io.millrace.redis.deadletter;

import io.millrace.queue.Pusher;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.queue.redrive.WalkedLetters;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import java.util.Optional;
import java.util.function.Predicate;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The dead letters in a list, the oldest on its left. Their ids are digests of them.
 *
 * <p>A redriven dead letter is safe in its target before it is taken out of the list. A crash in
 * between repeats at most one batch of 500, and loses none. Two redrives of one list at the same
 * time may send letters twice, and miss some, which stay: run one at a time.
 *
 * <p><b>Failure:</b> a {@link JedisException}.
 */
public final class DeadLetterList implements DeadLetterStore {
  private final ListPlace place;
  private final WalkedLetters letters;

  DeadLetterList(RedisServers servers, QueueKeys list, Origins origins) {
    place = new ListPlace(servers, list, origins);
    letters = new WalkedLetters(place);
  }

  public static DeadLetterListBuilder builder() {
    return new DeadLetterListBuilder();
  }

  @Override
  public String description() {
    return letters.description();
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws Exception {
    letters.read(reader);
  }

  @Override
  public Optional<DeadLetter> find(String id) throws Exception {
    return letters.find(id);
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    return letters.redrive(selection);
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return letters.redriveTo(target, selection);
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return letters.drop(selection);
  }

  @Override
  public void close() {
    place.close();
  }
}
