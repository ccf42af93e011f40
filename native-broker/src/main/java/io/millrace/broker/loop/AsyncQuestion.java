package io.millrace.broker.loop;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A command whose answer may come after it has run. */
final class AsyncQuestion<T> extends LoopCommand {
  private final LongFunction<CompletableFuture<T>> question;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  AsyncQuestion(LongFunction<CompletableFuture<T>> question) {
    this.question = question;
  }

  CompletableFuture<T> answer() {
    return answer;
  }

  @Override
  protected void run(long nowMillis) {
    var unused = question.apply(nowMillis).whenComplete(this::answer);
  }

  private void answer(T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  @Override
  protected void abandon(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
