package io.millrace.broker.protocol.moonmq;

import io.millrace.broker.queue.KeyFilter;
import io.millrace.broker.security.Access;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.ConsumerTarget;
import io.millrace.broker.vhost.Deliveries;
import io.millrace.broker.vhost.Stay;
import io.millrace.broker.vhost.Stays;
import io.millrace.broker.vhost.SubscribeOptions;
import io.millrace.broker.vhost.Subscription;
import io.millrace.broker.vhost.VirtualHost;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wait for one message of a queue: takes the one that is there; else is a consumer, which ends
 * with the first message that it gets.
 *
 * <p>The queue's loop calls what {@link ConsumerTarget} has, and that hops to the caller's thread,
 * whose everything else is.
 */
public final class MessageWait {
  private static final Logger LOG = LoggerFactory.getLogger(MessageWait.class);

  private final BindTerms terms;
  private final Executor thread;
  private final MessageIds ids;
  private final MessageTaker taker;
  private final ConsumerTarget target = new Target();
  private @Nullable Stay stay;
  private @Nullable Subscription subscription;
  private @Nullable TakenMessage message;
  private boolean ended;

  /**
   * @param terms how a queue would be bound
   */
  MessageWait(BindTerms terms, Executor thread, MessageIds ids, MessageTaker taker) {
    this.terms = terms;
    this.thread = thread;
    this.ids = ids;
    this.taker = taker;
  }

  /**
   * @param stays where the caller is for as long as it waits
   * @param waits whether to wait if there is no message now
   */
  void begin(
      Identity who,
      Stays stays,
      VirtualHost host,
      QueueRules rules,
      long connection,
      boolean waits) {
    String hosted = terms.address().hostedName();
    KeyFilter keys = terms.filter().orElse(KeyFilter.ALL);
    Optional<Fault> refusal = Queues.refusal(who, Access.READ, hosted, Method.BIND);
    if (refusal.isPresent()) {
      end(refusal.get());
      return;
    }
    stay =
        stays.begin(
            host,
            who.admission(),
            why -> thread.execute(() -> end(Codes.fault(Codes.FORBIDDEN, Method.BIND, why))));
    Queues queues = new Queues(host, rules, connection);
    onThread(
        queues
            .openToRead(who, hosted)
            .thenCompose(
                fault ->
                    fault.isPresent()
                        ? CompletableFuture.completedFuture(Fetched.refused(fault.get()))
                        : host.get(hosted, connection, false, keys, target).thenApply(Fetched::of)),
        fetched -> {
          fetched.fault().ifPresent(this::end);
          fetched.deliveries().ifPresent(this::came);
          if (!ended && waits) {
            SubscribeOptions options = SubscribeOptions.prefetch(connection, 1).withFilter(keys);
            onThread(queues.subscribe(who, hosted, options, target), this::subscribed);
          } else if (!ended) {
            ended = true;
            taker.nothing();
          }
        });
  }

  /** Why there is no message, or the message if there is one. */
  private record Fetched(Optional<Fault> fault, Optional<Deliveries> deliveries) {
    static Fetched refused(Fault fault) {
      return new Fetched(Optional.of(fault), Optional.empty());
    }

    static Fetched of(Answer<Optional<Deliveries>> answer) {
      return answer.match(
          found -> new Fetched(Optional.empty(), found),
          refusal -> refused(Codes.of(refusal, Method.BIND)));
    }
  }

  private <T> void onThread(CompletableFuture<T> future, Consumer<T> then) {
    CompletableFuture<T> unused =
        future.whenComplete(
            (value, failure) ->
                thread.execute(
                    () -> {
                      if (failure == null) {
                        then.accept(value);
                      } else {
                        LOG.error("{} failed", Method.BIND, failure);
                        end(Codes.fault(Codes.FAILED, Method.BIND, "the broker has failed"));
                      }
                    }));
  }

  private void subscribed(SubscribeOutcome outcome) {
    outcome.fault().ifPresent(this::end);
    outcome
        .subscription()
        .ifPresent(
            made -> {
              subscription = made;
              if (message != null) {
                made.cancel(); // The message was quicker, and is to be the only one.
              } else if (ended) {
                made.detach(false);
              }
            });
  }

  /**
   * There is no more need of a message; one that is on its way goes back to its place. Called in
   * any case, at last.
   */
  public void giveUp() {
    ended = true;
    if (stay != null) {
      stay.end();
    }
    if (message == null && subscription != null) {
      subscription.detach(false);
    }
  }

  private void end(Fault why) {
    if (!ended) {
      ended = true;
      taker.refused(why);
    }
  }

  private void came(Deliveries deliveries) {
    if (ended) {
      deliveries.subscription().detach(false);
      return;
    }
    ended = true;
    if (subscription != null) {
      subscription.cancel();
    }
    TakenMessage first = new TakenMessage(terms, deliveries, ids);
    message = first;
    taker.taken(first);
  }

  private void gone() {
    if (message != null) {
      message.gone();
    } else {
      end(
          Codes.fault(
              Codes.GONE, Method.BIND, "queue '%s' is no more".formatted(terms.address().queue())));
    }
  }

  private final class Target implements ConsumerTarget {
    @Override
    public void deliver(Deliveries deliveries) {
      thread.execute(() -> came(deliveries));
    }

    @Override
    public void cancelled(Subscription cancelled) {
      thread.execute(MessageWait.this::gone);
    }

    @Override
    public void overdue(Subscription one, long offset) {
      thread.execute(MessageWait.this::gone);
    }
  }
}
