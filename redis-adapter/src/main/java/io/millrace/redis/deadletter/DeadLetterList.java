package io.millrace.redis.deadletter;

import io.millrace.queue.Message;
import io.millrace.queue.Pusher;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.DeadLetterStore;
import io.millrace.queue.redrive.Redrive;
import io.millrace.queue.redrive.RedriveReport;
import io.millrace.queue.redrive.Selection;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.QueueKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  /** A walk ends by itself; this only bounds how long Redis may be silent. */
  private static final Duration IDLE_WAIT = Duration.ofMinutes(1);

  private final RedisServers servers;
  private final QueueKeys list;
  private final Origins origins;
  private final Link link;
  private final SecureRandom random = new SecureRandom();

  DeadLetterList(RedisServers servers, QueueKeys list, Origins origins) {
    this.servers = servers;
    this.list = list;
    this.origins = origins;
    link = new Link(servers, list);
  }

  public static DeadLetterListBuilder builder() {
    return new DeadLetterListBuilder();
  }

  @Override
  public String description() {
    return "list " + list;
  }

  @Override
  public void read(Predicate<DeadLetter> reader) throws InterruptedException {
    LetterWalk walk = walk();
    boolean goesOn = true;
    while (goesOn) {
      Optional<Letter> letter = walk.next();
      goesOn = letter.isPresent() && reader.test(letter.get().toDeadLetter(partition()));
    }
  }

  @Override
  public Optional<DeadLetter> find(String id) throws InterruptedException {
    LetterWalk walk = walk();
    Optional<Letter> letter = walk.next();
    while (letter.isPresent() && !letter.get().id().equals(id)) {
      letter = walk.next();
    }
    return letter.map(found -> found.toDeadLetter(partition()));
  }

  @Override
  public RedriveReport redrive(Selection selection) throws Exception {
    try (Pusher<byte[]> target = origins.pusher()) {
      return move(target, selection, origins::obstacle);
    }
  }

  @Override
  public RedriveReport redriveTo(Pusher<byte[]> target, Selection selection) throws Exception {
    return move(target, selection, letter -> Optional.empty());
  }

  @Override
  public RedriveReport drop(Selection selection) throws Exception {
    return move(new Nowhere(), selection, letter -> Optional.empty());
  }

  @Override
  public void close() {
    link.close();
    servers.close();
  }

  private LetterWalk walk() {
    return new LetterWalk(link, list, random);
  }

  private SourcePartition partition() {
    return new SourcePartition(list.list(), 0);
  }

  private RedriveReport move(
      Pusher<byte[]> target, Selection selection, Function<DeadLetter, Optional<String>> obstacle)
      throws Exception {
    SelectedLetters letters = new SelectedLetters(walk(), partition(), selection.which(), obstacle);
    if (selection.isDryRun()) {
      long selected = 0;
      while (selected < selection.limit() && letters.next().isPresent()) {
        selected++;
      }
      return report(letters, selected, true, Optional.empty());
    }
    RedriveReport moved =
        Redrive.to(target)
            .atMostPerSecond(selection.perSecond())
            .lookingAt(selection.limit())
            .run(letters, IDLE_WAIT);
    return report(letters, moved.redriven(), false, moved.failure());
  }

  private RedriveReport report(
      SelectedLetters letters, long moved, boolean isDryRun, Optional<Exception> failure) {
    Optional<Exception> stayed =
        letters.remarks().map(remarks -> new LettersStayException(list + ": " + remarks));
    return new RedriveReport(
        letters.lookedAt(), moved, letters.lookedAt() - moved, isDryRun, failure.or(() -> stayed));
  }

  /** Where what is dropped goes. */
  private static final class Nowhere implements Pusher<byte[]> {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public void push(List<Message<byte[]>> messages) {}
  }
}
