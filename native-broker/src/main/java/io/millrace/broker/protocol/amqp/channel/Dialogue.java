package io.millrace.broker.protocol.amqp.channel;

import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.vhost.Answer;
import io.millrace.broker.vhost.Refusal;
import io.millrace.broker.vhost.VirtualHost;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the parts of a channel speak with the client and with the virtual host: answers, faults, and
 * what has to wait. For the connection's thread.
 */
final class Dialogue {
  private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

  /** Why what comes for the channel has to wait. */
  enum Reason {
    /** A request is not answered, and what came after it must not overtake it. */
    REQUEST,
    /** What was published before has not got where it goes. */
    PUBLISHES
  }

  private final ChannelLink link;
  private final RefusalFaults refusals;

  /** Handles what waits as far as it need not. */
  private final Runnable goOn;

  private int reasons;
  private boolean ended;

  Dialogue(ChannelLink link, Runnable goOn) {
    this.link = link;
    this.goOn = goOn;
    this.refusals = new RefusalFaults(link.host().name());
  }

  ChannelLink link() {
    return link;
  }

  VirtualHost host() {
    return link.host();
  }

  void send(Method method) {
    link.send(method);
  }

  /** Answers a request, unless the client has said that it does not wait. */
  void reply(boolean noWait, Method answer) {
    if (!noWait) {
      link.send(answer);
    }
  }

  /** Ends the channel or the connection, as the code has it. */
  void fail(Fault fault, @Nullable Method about) {
    int classId = about == null ? 0 : about.classId();
    int methodId = about == null ? 0 : about.methodId();
    if (fault.code().isHard()) {
      link.failConnection(fault.code(), fault.text(), classId, methodId);
    } else {
      link.failChannel(fault.code(), fault.text(), classId, methodId);
    }
  }

  Fault faultOf(Refusal refusal) {
    return refusal.match(refusals);
  }

  /** Whether the channel has ended. */
  boolean isEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }

  /** Whether what comes has to wait. */
  boolean isHeld() {
    return reasons != 0;
  }

  /** From now on what comes waits. */
  void hold(Reason reason) {
    reasons |= 1 << reason.ordinal();
  }

  /** The reason is gone. */
  void release(Reason reason) {
    reasons &= ~(1 << reason.ordinal());
    goOnUnlessHeld();
  }

  /** Whether that is the only reason why what comes has to wait. */
  boolean isHeldOnly(Reason reason) {
    return reasons == 1 << reason.ordinal();
  }

  /** There is news of what has to be waited for: something else may go on. */
  void stir() {
    if (!ended) {
      goOn.run();
    }
  }

  private void goOnUnlessHeld() {
    if (reasons == 0 && !ended) {
      goOn.run();
    }
  }

  boolean isHeld(Reason reason) {
    return (reasons & 1 << reason.ordinal()) != 0;
  }

  /** Has what comes wait for an answer of the virtual host; a refusal ends the channel. */
  <T> void await(CompletableFuture<Answer<T>> answer, Method about, Consumer<T> done) {
    await(answer, about, refusal -> Optional.of(faultOf(refusal)), done, late -> {});
  }

  /** As {@link #await}, where it is as good if there is no such thing. */
  <T> void awaitAbsent(CompletableFuture<Answer<T>> answer, Method about, Runnable done) {
    await(
        answer,
        about,
        refusal -> {
          if (refusal instanceof Refusal.NotFound) {
            done.run();
            return Optional.empty();
          }
          return Optional.of(faultOf(refusal));
        },
        value -> done.run(),
        late -> {});
  }

  /**
   * Has what comes wait for an answer of the virtual host.
   *
   * @param refused what a refusal ends the channel with; empty if it does not, and was seen to
   * @param done what to do with an answer, while the channel lives
   * @param late what to do with one when the channel does not
   */
  <T> void await(
      CompletableFuture<Answer<T>> answer,
      Method about,
      Function<Refusal, Optional<Fault>> refused,
      Consumer<T> done,
      Consumer<T> late) {
    awaitValue(
        answer,
        about,
        known ->
            known.match(
                value -> {
                  if (ended) {
                    late.accept(value);
                  } else {
                    done.accept(value);
                  }
                  return value;
                },
                refusal -> {
                  if (!ended) {
                    refused.apply(refusal).ifPresent(fault -> fail(fault, about));
                  }
                  return refusal;
                }));
  }

  /**
   * Has what comes wait for a value.
   *
   * @param then also told when the channel has ended meanwhile; may await something else, for which
   *     what comes waits on
   */
  <T> void awaitValue(CompletableFuture<T> future, Method about, Consumer<T> then) {
    hold(Reason.REQUEST);
    var unused =
        future.whenComplete(
            (value, failure) -> link.execute(() -> answered(value, failure, about, then)));
  }

  private <T> void answered(T value, @Nullable Throwable failure, Method about, Consumer<T> then) {
    if (failure == null) {
      // Before, because it may ask for something else, and hold anew.
      reasons &= ~(1 << Reason.REQUEST.ordinal());
      then.accept(value);
      goOnUnlessHeld();
    } else {
      LOG.error("{} failed", about.protocolName(), failure);
      if (!ended) {
        fail(new Fault(ReplyCode.INTERNAL_ERROR, "the broker has failed"), about);
      }
    }
  }
}
