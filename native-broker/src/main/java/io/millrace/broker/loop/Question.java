package io.millrace.broker.loop;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** A command with an answer. */
final class Question<T> extends LoopCommand {
  private final LongFunction<T> question;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  Question(LongFunction<T> question) {
    this.question = question;
  }

  CompletableFuture<T> answer() {
    return answer;
  }

  @Override
  protected void run(long nowMillis) {
    answer.complete(question.apply(nowMillis));
  }

  @Override
  protected void abandon(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
