package io.millrace.redis;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import io.millrace.redis.connection.RedisServers;
import io.millrace.redis.push.Element;
import io.millrace.redis.push.Gathering;
import io.millrace.redis.push.ListWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes messages to a list, or to several that share the work.
 *
 * <p>A message becomes an element: the payload as it is, where that says all; else an envelope with
 * its key, headers, and {@linkplain RedisHeaders#ID id}. Attempts are not taken over: what is
 * pushed anew begins with the first.
 *
 * <p><b>Failure:</b> a message fails when Redis refuses it, and when no answer came. In the second
 * case it may have been pushed all the same, and pushing it again leads to a duplicate. One that is
 * safe is as safe as that Redis writes and replicates; see {@link RedisListPusherBuilder#replicas}.
 *
 * <p><b>Threads:</b> any, several at once, each with a connection of its own. <b>Blocks:</b> until
 * Redis has answered for all messages of the push, which are under way at the same time.
 *
 * @param <T> the payload
 */
public final class RedisListPusher<T> implements Pusher<T> {
  private final String name;
  private final ElementWriter<T> elements;
  private final RedisServers servers;
  private final Shards shards;
  private final List<ListWriter> writers;
  private final Gathering gathering;

  RedisListPusher(
      String name,
      RedisPayload<T> payload,
      RedisServers servers,
      Shards shards,
      List<ListWriter> writers,
      Gathering gathering) {
    this.name = name;
    elements = new ElementWriter<>(payload);
    this.servers = servers;
    this.shards = shards;
    this.writers = writers;
    this.gathering = gathering;
  }

  public static <T> RedisListPusherBuilder<T> builder(RedisPayload<T> payload) {
    return new RedisListPusherBuilder<>(payload);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Pushes all messages, in their order to each list.
   *
   * @throws PushException names the messages that are not known to be safe, and says why
   * @throws IllegalStateException after {@link #close}
   */
  @Override
  public void push(List<Message<T>> messages) throws PushException {
    List<List<Element>> perShard = new ArrayList<>();
    List<List<Integer>> places = new ArrayList<>();
    writers.forEach(
        writer -> {
          perShard.add(new ArrayList<>());
          places.add(new ArrayList<>());
        });
    PushFailures failures = new PushFailures(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      try {
        Element element = element(messages.get(i));
        int shard = shards.of(messages.get(i).key());
        perShard.get(shard).add(element);
        places.get(shard).add(i);
      } catch (Exception e) {
        failures.failed(i, e);
      }
    }
    for (int shard = 0; shard < writers.size(); shard++) {
      if (!perShard.get(shard).isEmpty()) {
        List<Integer> of = places.get(shard);
        writers
            .get(shard)
            .write(
                perShard.get(shard),
                (first, count, cause) ->
                    of.subList(first, first + count)
                        .forEach(place -> failures.failed(place, cause)));
      }
    }
    failures.throwIfAny(servers + ", " + name);
  }

  /**
   * Pushes one message without waiting for the answer, together with what other calls bring within
   * the linger time. Blocks only while batches enough are full and wait. Messages sent one after
   * the other from one thread keep their order.
   *
   * @return completed when the message is safe, and failed when it is not known to be, by the
   *     thread that pushes: use the {@code Async} methods for more than a moment's work
   * @throws IllegalStateException after {@link #close}
   */
  public CompletableFuture<Void> send(Message<T> message) throws InterruptedException {
    Element element;
    try {
      element = element(message);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
    return gathering.add(shards.of(message.key()), element);
  }

  private Element element(Message<T> message) throws Exception {
    Optional<String> id = message.headers().get(RedisHeaders.ID);
    return new Element(elements.write(message, id), id);
  }

  /**
   * Why Redis did not take all that was pushed last, in words an operator understands; empty when
   * it did. Cheap, from any thread.
   */
  public Optional<String> notReady() {
    return writers.stream()
        .flatMap(writer -> writer.trouble().stream())
        .findFirst()
        .map(trouble -> servers + ": " + Trouble.inWords(trouble));
  }

  /** Pushes what has gathered, and lets go of the connections. Calling it again does nothing. */
  @Override
  public void close() {
    gathering.close();
    writers.forEach(ListWriter::close);
    servers.close();
  }
}
