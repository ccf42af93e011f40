package io.millrace.redis.deadletter;

import static java.util.Objects.requireNonNull;

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
final class LetterWalk {
  private static final int PAGE = 100;

  private final Link link;
  private final QueueKeys list;
  private final String grave;
  private final long end;
  private final Deque<Letter> fetched = new ArrayDeque<>();
  private long next;

  /** Forgotten by this walk: all of them had lower places than those to come. */
  private long forgotten;

  LetterWalk(Link link, QueueKeys list, RandomGenerator random) {
    this.link = link;
    this.list = list;
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    grave = "forgotten " + HexFormat.of().formatHex(bits);
    end = (Long) requireNonNull(link.run(Call.of(Command.LLEN).key(list.list())));
  }

  /** The next one; empty at the end. Blocks for Redis. */
  Optional<Letter> next() throws InterruptedException {
    if (fetched.isEmpty() && next < end) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      fetch();
    }
    return Optional.ofNullable(fetched.pollFirst());
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

  /** Forgets letters of this walk, in one step. */
  void forget(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    Call call = Call.of(Script.FORGET).key(list.list()).add(grave);
    for (Letter letter : letters) {
      call.add(letter.ordinal() - forgotten).add(letter.element());
    }
    Object found = link.run(call);
    forgotten += found instanceof Long count ? count : 0;
  }
}
