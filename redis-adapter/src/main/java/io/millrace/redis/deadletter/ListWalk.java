package io.millrace.redis.deadletter;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import io.millrace.queue.redrive.DeadLetter;
import io.millrace.queue.redrive.LetterWalk;
import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import redis.clients.jedis.Protocol.Command;

/**
 * One walk through a list of dead letters, from the oldest to what was the newest when it began.
 * Letters behind it may be forgotten on the way. Belongs to one thread.
 */
final class ListWalk implements LetterWalk {
  private static final int PAGE = 100;

  private final Link link;
  private final QueueKeys list;
  private final SourcePartition partition;
  private final String grave;
  private final long end;
  private final Deque<Letter> fetched = new ArrayDeque<>();
  private long next;

  /** Forgotten by this walk: all of them had lower places than those to come. */
  private long forgotten;

  ListWalk(Link link, QueueKeys list, RandomGenerator random) {
    this.link = link;
    this.list = list;
    partition = new SourcePartition(list.list(), 0);
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    grave = "forgotten " + HexFormat.of().formatHex(bits);
    end = (Long) requireNonNull(link.run(Call.of(Command.LLEN).key(list.list())));
  }

  @Override
  public Optional<DeadLetter> next() throws InterruptedException {
    if (fetched.isEmpty() && next < end) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      fetch();
    }
    return Optional.ofNullable(fetched.pollFirst()).map(letter -> letter.toDeadLetter(partition));
  }

  private void fetch() {
    long first = next - forgotten;
    long last = Math.min(next + PAGE, end) - 1 - forgotten;
    Object answer = link.run(Call.of(Command.LRANGE).key(list.list()).add(first).add(last));
    for (Object element : (List<?>) requireNonNull(answer)) {
      fetched.add(new Letter(next++, (byte[]) element));
    }
    if (fetched.isEmpty()) {
      next = end; // somebody else took some
    }
  }

  /** {@inheritDoc} In one step. */
  @Override
  public void forget(List<Message<byte[]>> letters) {
    Call call = Call.of(Script.FORGET).key(list.list()).add(grave);
    for (Message<byte[]> message : letters) {
      Letter letter = Letter.of(message);
      call.add(letter.ordinal() - forgotten).add(letter.element());
    }
    Object found = link.run(call);
    forgotten += found instanceof Long count ? count : 0;
  }
}
