package io.millrace.redis.push;

import io.millrace.redis.connection.Call;
import io.millrace.redis.connection.Link;
import io.millrace.redis.connection.LinkPool;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.layout.PopEnd;
import io.millrace.redis.layout.QueueKeys;
import io.millrace.redis.script.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Pushes elements to one list: few commands, one round trip.
 *
 * <p><b>Threads:</b> any, several at once.
 */
public final class ListWriter {
  private final LinkPool links;
  private final PushSettings settings;

  /** Why the last write was not taken whole; null when it was. */
  private volatile @Nullable Exception trouble;

  public ListWriter(RedisServers servers, QueueKeys keys, PushSettings settings) {
    Duration timeout = servers.settings().timeout();
    boolean waits = settings.replicas() > 0;
    links = new LinkPool(servers, keys, waits ? timeout.plus(settings.replicaTimeout()) : timeout);
    this.settings = settings;
  }

  /** A number of elements that failed together. */
  @FunctionalInterface
  public interface Failures {
    /**
     * @param first place of the first of them
     */
    void failed(int first, int count, Exception cause);
  }

  /** Pushes elements in their order, and tells which are not known to be safe. */
  public void write(List<Element> elements, Failures told) {
    Exception[] last = new Exception[1];
    Failures failures =
        (first, count, cause) -> {
          last[0] = cause;
          told.failed(first, count, cause);
        };
    List<Integer> counts = new ArrayList<>();
    List<Call> calls = calls(elements, counts);
    Link link = links.take();
    try {
      List<@Nullable Object> answers = link.runAll(calls);
      Optional<Exception> tooFew = Optional.empty();
      if (settings.replicas() > 0) {
        tooFew = tooFewReplicas(answers.get(answers.size() - 1));
      }
      int first = 0;
      for (int i = 0; i < counts.size(); i++) {
        int count = counts.get(i);
        if (answers.get(i) instanceof Exception refusal) {
          failures.failed(first, count, refusal);
        } else if (tooFew.isPresent()) {
          failures.failed(first, count, tooFew.get());
        }
        first += count;
      }
    } catch (JedisException e) {
      failures.failed(0, elements.size(), e);
    } finally {
      links.giveBack(link);
      trouble = last[0];
    }
  }

  /** Why Redis did not take all of the last write; empty when it did. */
  public Optional<Exception> trouble() {
    return Optional.ofNullable(trouble);
  }

  private List<Call> calls(List<Element> elements, List<Integer> counts) {
    List<Call> calls = new ArrayList<>();
    int next = 0;
    while (next < elements.size()) {
      int first = next;
      long bytes = 0;
      while (next < elements.size()
          && next - first < settings.batchMessages()
          && bytes < settings.batchBytes()) {
        bytes += elements.get(next++).bytes().length;
      }
      List<Element> batch = elements.subList(first, next);
      calls.add(settings.window().isZero() ? push(batch) : pushNew(batch));
      counts.add(next - first);
    }
    if (settings.replicas() > 0) {
      calls.add(
          Call.of(Command.WAIT).add(settings.replicas()).add(settings.replicaTimeout().toMillis()));
    }
    return calls;
  }

  private Call push(List<Element> batch) {
    Call push =
        Call.of(settings.popEnd() == PopEnd.RIGHT ? Command.LPUSH : Command.RPUSH)
            .key(links.keys().list());
    batch.forEach(element -> push.add(element.bytes()));
    return push;
  }

  private Call pushNew(List<Element> batch) {
    QueueKeys keys = links.keys();
    Call push = Call.of(Script.PUSH_NEW).key(keys.list());
    batch.forEach(element -> push.key(element.id().map(keys::seen).orElse(keys.list())));
    push.add(settings.popEnd().opposite().name()).add(settings.window().toMillis());
    batch.forEach(element -> push.add(element.bytes()));
    return push;
  }

  private Optional<Exception> tooFewReplicas(@Nullable Object answer) {
    if (answer instanceof Exception refusal) {
      return Optional.of(refusal);
    }
    long have = answer instanceof Long count ? count : 0;
    return have >= settings.replicas()
        ? Optional.empty()
        : Optional.of(new TooFewReplicasException(have, settings.replicas()));
  }

  public void close() {
    links.close();
  }
}
