package io.millrace.queue.push;

import static java.util.Objects.requireNonNull;

import io.millrace.queue.Message;
import io.millrace.queue.PushException;
import io.millrace.queue.Pusher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives every message to every pusher, also when one of them fails.
 *
 * <p><b>Threads:</b> any. Closing closes the pushers.
 */
public final class MultiPusher<T> implements Pusher<T> {
  private final String name;
  private final Members<T> members;
  private final Executor executor;

  /** Pushes to one after the other, on the caller's thread. */
  public MultiPusher(String name, List<? extends Pusher<T>> pushers) {
    this(name, pushers, Runnable::run);
  }

  /**
   * Pushes to all at once, on threads of the executor and the caller's own. What the executor
   * rejects runs on the caller's thread.
   *
   * @param executor stays the caller's to shut down
   */
  public MultiPusher(String name, List<? extends Pusher<T>> pushers, Executor executor) {
    this.name = requireNonNull(name);
    members = new Members<>(name, pushers, 1);
    this.executor = requireNonNull(executor);
  }

  @Override
  public String name() {
    return name;
  }

  /**
   * Returns when each pusher has answered, and only if every pusher has every message safe.
   *
   * @throws PushException when it is known of every pusher which messages it has not taken: it
   *     names those that some pusher has not, and its cause is one of the others below
   * @throws SomePushersFailedException when some pushers took everything; it says which
   * @throws EveryPusherFailedException when none did
   * @throws InterruptedException while waiting for other threads; their pushes are interrupted as
   *     well
   */
  @Override
  public void push(List<Message<T>> messages) throws Exception {
    if (messages.isEmpty()) {
      return;
    }
    List<FutureTask<Answer>> tasks = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      int index = i;
      tasks.add(new FutureTask<>(() -> ask(index, messages)));
    }
    try {
      int last = tasks.size() - 1;
      tasks.subList(0, last).forEach(this::execute);
      tasks.get(last).run();
      conclude(answers(tasks), messages.size());
    } finally {
      // Does nothing to those that are done; all are, unless this thread was interrupted or an
      // Error came by.
      tasks.forEach(task -> task.cancel(true));
    }
  }

  @Override
  public void close() throws Exception {
    members.closeAll();
  }

  /**
   * What a pusher said.
   *
   * @param failed the places that it has not safe
   */
  private record Answer(String pusher, BitSet failed, PushErrors errors) {}

  private Answer ask(int index, List<Message<T>> messages) throws InterruptedException {
    PushErrors errors = new PushErrors();
    BitSet failed = members.push(index, messages, Members.placesOf(messages), errors);
    return new Answer(members.get(index).name(), failed, errors);
  }

  private void execute(FutureTask<Answer> task) {
    try {
      executor.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  private static List<Answer> answers(List<FutureTask<Answer>> tasks) throws InterruptedException {
    List<Answer> answers = new ArrayList<>();
    for (FutureTask<Answer> task : tasks) {
      try {
        answers.add(task.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof InterruptedException) {
          throw (InterruptedException)
              new InterruptedException("a push was interrupted").initCause(e.getCause());
        }
        throw new IllegalStateException("a pusher failed beyond an exception", e.getCause());
      }
    }
    return answers;
  }

  private void conclude(List<Answer> answers, int size) throws Exception {
    PushErrors errors = new PushErrors();
    BitSet failed = new BitSet();
    List<String> took = new ArrayList<>();
    for (Answer answer : answers) {
      failed.or(answer.failed);
      if (answer.failed.isEmpty()) {
        took.add(answer.pusher);
      } else {
        errors.add(answer.pusher, answer.errors.errors().get(0));
      }
    }
    if (failed.isEmpty()) {
      return;
    }
    Exception cause =
        took.isEmpty()
            ? new EveryPusherFailedException(name, errors.names(), errors.errors())
            : new SomePushersFailedException(name, errors, took);
    if (failed.cardinality() < size) {
      throw new PushException(cause.toString(), failed, cause);
    }
    throw cause;
  }
}
