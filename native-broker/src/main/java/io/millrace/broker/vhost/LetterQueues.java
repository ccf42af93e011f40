package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.HeaderValue;
import io.millrace.broker.message.Headers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues that dead letters go to where no exchange is configured for them. Each is declared, as
 * one of the broker's own, when its first letter comes.
 *
 * <p>Owned by the loop of the queues that have the letters.
 */
final class LetterQueues {
  private static final Logger LOG = LoggerFactory.getLogger(LetterQueues.class);

  private final OwnerLoop loop;
  private final Supplier<RouteSnapshot> routes;
  private final Function<QueueDefinition, CompletableFuture<Answer<QueueFacts>>> declaring;

  /** By the queue that has them, letters that wait for the answer to a declaration. */
  private final Map<HostedQueue, List<Letter>> waiting = new HashMap<>();

  /**
   * @param declaring declares a queue of the broker's own, called from the loop
   */
  LetterQueues(
      OwnerLoop loop,
      Supplier<RouteSnapshot> routes,
      Function<QueueDefinition, CompletableFuture<Answer<QueueFacts>>> declaring) {
    this.loop = loop;
    this.routes = routes;
    this.declaring = declaring;
  }

  /** What the queue is called that the dead letters of another one go to. */
  static String nameFor(String queue) {
    return queue + ".dlq";
  }

  boolean isThereFor(HostedQueue queue) {
    return routes.get().table().queue(nameFor(queue.name())).isPresent();
  }

  /**
   * Declares the one that a letter goes to.
   *
   * @param answered gets the letter when the queue is there, or will not be since that is refused:
   *     routing it tells
   * @param failed gets it when nobody knows
   */
  void declareFor(Letter letter, Consumer<Letter> answered, Consumer<Letter> failed) {
    List<Letter> others = waiting.get(letter.queue());
    if (others != null) {
      others.add(letter);
      return;
    }
    List<Letter> letters = new ArrayList<>(List.of(letter));
    waiting.put(letter.queue(), letters);
    var unused =
        declaring
            .apply(definitionFor(letter.queue()))
            .whenComplete(
                (answer, failure) ->
                    post(
                        () -> {
                          waiting.remove(letter.queue());
                          logRefusal(letter.queue(), letters.size(), answer);
                          letters.forEach(failure == null ? answered : failed);
                        }));
  }

  /** What fails too often there stays there. */
  private static QueueDefinition definitionFor(HostedQueue queue) {
    return new QueueDefinition(
        nameFor(queue.name()),
        queue.isStored(),
        false,
        false,
        Headers.builder()
            .put(QueueArgument.DELIVERY_LIMIT.argument(), HeaderValue.of(-1L))
            .build());
  }

  private static void logRefusal(
      HostedQueue queue, int letters, @Nullable Answer<QueueFacts> answer) {
    if (answer != null) {
      answer
          .refusal()
          .ifPresent(
              why ->
                  LOG.warn(
                      "{}: there can be no queue for its dead letters, {} of which count as"
                          + " unroutable now: {}",
                      queue,
                      letters,
                      why.text()));
    }
  }

  private void post(Runnable work) {
    loop.post(
        new LoopCommand() {
          @Override
          protected void run(long nowMillis) {
            work.run();
          }

          @Override
          protected void abandon(Throwable cause) {
            // What departs stays in its queue, and departs again after the next start.
          }
        });
  }
}
