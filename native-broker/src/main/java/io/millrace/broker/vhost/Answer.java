package io.millrace.broker.vhost;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a virtual host says to a request: it is done, or it is refused.
 *
 * @param <T> what is known once it is done
 */
public sealed interface Answer<T> {

  static <T> Answer<T> done(T value) {
    return new Done<>(value);
  }

  static <T> Answer<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  <R> R match(Function<? super T, R> done, Function<? super Refusal, R> refused);

  /** The value if it is done. */
  default Optional<T> value() {
    return match(Optional::of, refusal -> Optional.empty());
  }

  /** The refusal if it is refused. */
  default Optional<Refusal> refusal() {
    return match(done -> Optional.empty(), Optional::of);
  }

  /** It is done. */
  record Done<T>(T done) implements Answer<T> {
    @Override
    public <R> R match(Function<? super T, R> whenDone, Function<? super Refusal, R> whenRefused) {
      return whenDone.apply(done);
    }
  }

  /** It is refused, and nothing has changed. */
  record Refused<T>(Refusal why) implements Answer<T> {
    @Override
    public <R> R match(Function<? super T, R> whenDone, Function<? super Refusal, R> whenRefused) {
      return whenRefused.apply(why);
    }
  }
}
