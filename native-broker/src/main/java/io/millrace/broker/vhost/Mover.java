package io.millrace.broker.vhost;

import io.millrace.broker.loop.LoopCommand;
import io.millrace.broker.loop.LoopTimer;
import io.millrace.broker.loop.OwnerLoop;
import io.millrace.broker.message.Message;
import io.millrace.broker.vhost.MoveReport.State;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages out of one queue: holds each as a consumer would, sends it where it is to go, and
 * acknowledges it when it is durable there. A crash in between leads to duplicates, never to a
 * loss. What is refused is given back to its place and ends the move.
 *
 * <p>Owned by the queue's loop. A turn looks at a bounded number of messages, and so many are on
 * their way at a time.
 */
final class Mover implements Move, ConsumerTarget {
  private static final int LOOKS_PER_TURN = 256;
  private static final int WINDOW = 256;

  private final HostedQueue source;
  private final OwnerLoop loop;
  private final MoveOptions options;
  private final Function<Message, Optional<MoveRoute.Way>> ways;
  private final HostedConsumer holder;
  private final Publisher publisher;
  private final CompletableFuture<MoveReport> end = new CompletableFuture<>();

  private final MoveTransit transit;
  private final MoveTally tally = new MoveTally();

  /** The next message to look at, and where those begin that came after the move did. */
  private long next;

  private long beyond;
  private long startMillis;

  /** Other than {@link State#MOVING} once nothing more is sent. */
  private State state = State.MOVING;

  private @Nullable RuntimeException failure;

  /** Set by any thread. */
  private volatile boolean cancelRequested;

  private final LoopTimer pace =
      new LoopTimer() {
        @Override
        protected void fire(long nowMillis) {
          step(nowMillis);
        }
      };

  Mover(
      long number,
      HostedQueue source,
      MoveOptions options,
      Function<Message, Optional<MoveRoute.Way>> ways,
      LetterDesk.PublisherSource publishers) {
    this.source = source;
    this.loop = source.loop();
    this.options = options;
    this.ways = ways;
    this.holder = HostedConsumer.fetching(number, source, this);
    this.transit = new MoveTransit(number);
    this.publisher = publishers.publisher(this::postStep);
  }

  /** On the loop, once. */
  void start(LiveQueue live, long nowMillis) {
    beyond = live.machine().nextOffset();
    startMillis = nowMillis;
    live.hold(holder);
    postStep();
  }

  @Override
  public MoveReport progress() {
    return tally.report();
  }

  @Override
  public void cancel() {
    cancelRequested = true;
    postStep();
  }

  @Override
  public CompletableFuture<MoveReport> end() {
    return end.copy();
  }

  /** From any thread. */
  private void postStep() {
    loop.post(
        new LoopCommand() {
          @Override
          protected void run(long nowMillis) {
            step(nowMillis);
          }

          @Override
          protected void abandon(Throwable cause) {
            finish(State.UNAVAILABLE);
          }
        });
  }

  private void step(long nowMillis) {
    publisher.takeConfirms(transit);
    if (!end.isDone()) {
      source.guarded(live -> step(live, nowMillis));
    }
  }

  private void step(LiveQueue live, long nowMillis) {
    tally.moved += transit.settle(live, nowMillis);
    state = stateNow();
    boolean more = state == State.MOVING && look(live, nowMillis);
    tally.moved += transit.settle(live, nowMillis);
    publisher.flush();
    live.touch();
    tally.publish(State.MOVING);
    if (more) {
      postStep();
    } else if (state != State.MOVING && transit.onTheirWay() == 0) {
      live.end(holder, true, false, nowMillis);
      finish(state);
    }
  }

  private State stateNow() {
    PublishRefusal refusal = transit.refusal();
    if (refusal == null) {
      return cancelRequested && state == State.MOVING ? State.CANCELLED : state;
    }
    return switch (refusal) {
      case QUEUE_FULL -> State.QUEUE_FULL;
      case NO_SPACE -> State.NO_SPACE;
      case OVERLOADED, GONE, UNAVAILABLE -> State.UNAVAILABLE;
    };
  }

  /** Looks at messages; returns whether to go on in another turn, without waiting for anything. */
  private boolean look(LiveQueue live, long nowMillis) {
    boolean any = false;
    for (long offset : live.machine().browse(next, LOOKS_PER_TURN)) {
      if (offset >= beyond || tally.selected == options.limit()) {
        state = State.DONE;
      }
      if (state != State.MOVING || !mayGoOn(nowMillis)) {
        return false;
      }
      any = true;
      next = offset + 1;
      lookAt(live, offset, nowMillis);
    }
    if (!any) {
      state = State.DONE;
    }
    return any;
  }

  private boolean mayGoOn(long nowMillis) {
    if (options.isDryRun()) {
      return true;
    }
    long dueAtMillis = startMillis + tally.selected * 1000 / options.perSecond();
    if (dueAtMillis > nowMillis) {
      loop.wakeAt(pace, dueAtMillis);
      return false;
    }
    return transit.onTheirWay() < WINDOW && publisher.hasRoom();
  }

  private void lookAt(LiveQueue live, long offset, long nowMillis) {
    Message message = live.journal().read(offset);
    tally.lookedAt++;
    if (!isMeant(message)) {
      return;
    }
    Optional<MoveRoute.Way> way = ways.apply(message);
    if (way.isEmpty()) {
      tally.homeless++;
    } else if (options.isDryRun()) {
      tally.selected++;
    } else if (live.machine().take(holder.id(), offset, nowMillis)) {
      send(way.get(), offset);
    }
  }

  private boolean isMeant(Message message) {
    try {
      return options.which().test(message);
    } catch (RuntimeException e) {
      failure = e;
      state = State.FAILED;
      return false;
    }
  }

  private void send(MoveRoute.Way way, long offset) {
    switch (way.send(publisher)) {
      case ON_ITS_WAY -> {
        tally.selected++;
        transit.send(publisher.lastSequence(), offset);
      }
      case DONE -> {
        tally.selected++;
        transit.arrive(offset);
      }
      case NOT -> {
        tally.homeless++;
        transit.giveBack(offset);
      }
    }
  }

  /** A holder is sent nothing: it takes. */
  @Override
  public void deliver(Deliveries deliveries) {
    throw new IllegalStateException("delivered to a move");
  }

  /** The queue has ended, and with it what it held for the move. */
  @Override
  public void cancelled(Subscription subscription) {
    loop.cancel(pace);
    finish(State.UNAVAILABLE);
  }

  private void finish(State last) {
    if (end.isDone()) {
      return;
    }
    RuntimeException cause = failure;
    tally.publish(last);
    if (cause == null) {
      end.complete(tally.report());
    } else {
      end.completeExceptionally(cause);
    }
  }
}
