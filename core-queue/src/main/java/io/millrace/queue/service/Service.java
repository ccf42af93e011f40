package io.millrace.queue.service;

import java.time.Duration;

/** Something that runs between a start and a stop. */
public interface Service {
  /**
   * Starts; when this returns, others may rely on the service. May block. Called once at most.
   *
   * @throws Exception when it does not run, and holds nothing that would have to be stopped
   */
  void start() throws Exception;

  /**
   * Ends what {@link #start} began, in an orderly way as long as the timeout lasts and at once
   * after it. Called on another thread than {@code start}, and only after it has returned;
   * interrupted when it takes longer than the timeout.
   *
   * @param timeout zero when there is no time left for more than letting go
   */
  void stop(Duration timeout) throws Exception;
}
