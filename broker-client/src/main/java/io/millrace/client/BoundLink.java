package io.millrace.client;

import io.millrace.client.codec.Frame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection on which a queue is bound. Once it was bound, it is bound again after growing
 * pauses whenever the connection is lost, the queue deleted or the bind refused, until it is left.
 *
 * <p><b>Threads:</b> any; never blocks.
 */
final class BoundLink implements LinkUser {
  private static final Logger LOG = LoggerFactory.getLogger(BoundLink.class);

  private static final int QUEUE_DELETED = 410;

  private enum State {
    /** For its turn to connect. */
    WAITING,
    CONNECTING,
    /** There is a connection, and the broker is asked. */
    BINDING,
    BOUND,
    /** Never bound any more. What becomes of the connection is for whoever closed this. */
    CLOSED
  }

  private final ClientCore core;
  private final BindOptions options;
  private final Inbox inbox;
  private final Setbacks setbacks;

  /** Completed once it is bound for the first time, or is not to be. */
  private final CompletableFuture<Void> bound = new CompletableFuture<>();

  /** How often it was bound. */
  private final AtomicInteger times = new AtomicInteger();

  /** What the broker said to the last bind; whoever asks may be on any thread. */
  private volatile @Nullable Frame answer;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as all below. */
  private State state = State.WAITING;

  /** Null but while binding and bound. */
  private @Nullable Link link;

  BoundLink(ClientCore core, BindOptions options, Inbox inbox) {
    this.core = core;
    this.options = options;
    this.inbox = inbox;
    this.setbacks = new Setbacks(core.settings().pause());
  }

  /** Done when it is bound for the first time; if it is not it fails, and this is closed. */
  CompletableFuture<Void> bound() {
    return bound;
  }

  /** Why it is not bound, or was not last, while it is not known to last. */
  Optional<Throwable> trouble() {
    return setbacks.last();
  }

  /** How many messages waited when it was bound; empty if the broker did not say. */
  OptionalLong ready() {
    return answer instanceof Frame.BindOk said && said.ready() != Frame.BindOk.NOT_SAID
        ? OptionalLong.of(said.ready())
        : OptionalLong.empty();
  }

  void connect() {
    if (!move(State.WAITING, State.CONNECTING, null)) {
      return;
    }
    core.pool().take(this::bind, this::failed);
  }

  /** On the connection's thread. */
  private void bind(Link on) {
    if (!move(State.CONNECTING, State.BINDING, on)) {
      core.pool().giveBack(on);
      return;
    }
    if (!on.use(this)) {
      if (letGo(on)) {
        failed(new ConnectionLostException("the connection to " + on.address() + " was closed"));
      }
      return;
    }
    List<Call> calls = options.frames().stream().map(Call::new).toList();
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (replies, failure) -> {
                  if (failure == null) {
                    answer = calls.get(0).join();
                    answered(on);
                  } else if (Trouble.causeOf(failure) instanceof RefusedException refused) {
                    refused(on, refused);
                  }
                  // A loss is told to the user of the connection.
                });
    calls.forEach(on::send);
  }

  private void refused(Link on, RefusedException why) {
    if (letGo(on)) {
      if (options.routingKeys().size() == 1) {
        core.pool().giveBack(on);
      } else {
        on.close(); // Another one may have been bound: nobody else can use this.
      }
      failed(why);
    }
  }

  private void answered(Link on) {
    if (!move(State.BINDING, State.BOUND, on)) {
      return;
    }
    int time = times.incrementAndGet();
    if (trouble().isPresent()) {
      core.schedule(() -> lasts(time), setbacks.longestPauseNanos());
    }
    bound.complete(null);
  }

  /** It has been bound for as long as the longest pause. */
  private void lasts(int time) {
    lock.lock();
    try {
      if (state == State.BOUND && times.get() == time) {
        setbacks.over();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean move(State from, State to, @Nullable Link on) {
    lock.lock();
    try {
      if (state != from) {
        return false;
      }
      state = to;
      link = on;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** On the connection's thread: it is nobody's then. False if this was closed before. */
  private boolean letGo(Link which) {
    lock.lock();
    try {
      if (link != which) {
        return false;
      }
      link = null;
    } finally {
      lock.unlock();
    }
    which.use(null);
    return true;
  }

  /** It is not bound, and there is no connection. */
  private void failed(Throwable why) {
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return;
      }
      state = bound.isDone() ? State.WAITING : State.CLOSED;
      if (state == State.WAITING) {
        long pauseNanos = setbacks.failed(why);
        LOG.debug("queue '{}' is bound again in {} ns", options.queue(), pauseNanos, why);
        core.schedule(this::connect, pauseNanos);
      }
    } finally {
      lock.unlock();
    }
    bound.completeExceptionally(why);
  }

  @Override
  public void pushed(Link by, List<Frame.Push> messages) {
    setbacks.over(); // They may come before the answer to the bind.
    inbox.add(by, messages);
  }

  @Override
  public void told(Link by, Frame.Fault fault) {
    if (fault.code() != QUEUE_DELETED) {
      return;
    }
    if (isBinding()) {
      by.close(); // The answer is to come still: nobody else can use this.
    } else if (letGo(by)) {
      inbox.linkLost();
      core.pool().giveBack(by);
      failed(new RefusedException(fault));
    }
  }

  private boolean isBinding() {
    lock.lock();
    try {
      return state == State.BINDING;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void lost(Link by, ConnectionLostException why, List<Request> unanswered) {
    unanswered.forEach(each -> each.lost(why));
    if (letGo(by)) {
      inbox.linkLost();
      failed(why);
    }
  }

  /** Unbinds the queue for good. Done when the broker has answered, or has not in time. */
  CompletableFuture<?> leave() {
    Link left = close();
    if (left == null) {
      return CompletableFuture.completedFuture(null);
    }
    Call call = new Call(new Frame.Unbind(options.queue()));
    // On its thread, so that it is not between a bind's beginning and its request.
    left.run(
        () -> {
          left.use(null);
          left.readsOn(true);
          if (!left.send(call)) {
            call.cancel(false);
          }
        });
    return call.orTimeout(core.settings().timeout().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (reply, failure) -> {
              if (failure == null) {
                core.pool().giveBack(left);
              } else {
                LOG.debug("queue '{}' is not known to be unbound", options.queue(), failure);
                left.close();
              }
              return null;
            });
  }

  /** Ends the connection without a word, and is never bound again. */
  void abandon() {
    Link left = close();
    if (left != null) {
      left.close();
    }
  }

  private @Nullable Link close() {
    Link left;
    lock.lock();
    try {
      left = link;
      link = null;
      state = State.CLOSED;
    } finally {
      lock.unlock();
    }
    bound.completeExceptionally(new IllegalStateException("the binding is closed"));
    return left;
  }
}
