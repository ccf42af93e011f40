package io.millrace.daemon.admin;

import io.millrace.daemon.admin.view.ReloadResult;
import io.millrace.daemon.pipeline.Reloader;
import io.millrace.daemon.spi.ConfigException;
import java.util.concurrent.Semaphore;

/**
 * Has the configuration read again, one reload at a time: it may take as long as a pipeline takes
 * to drain.
 */
final class ReloadEndpoint implements Endpoint {
  private final Reloader reloader;

  /** Keeps reloads that wait from taking the threads the probes need. */
  private final Semaphore turn = new Semaphore(1);

  ReloadEndpoint(Reloader reloader) {
    this.reloader = reloader;
  }

  @Override
  public Response answer(Request request) {
    if (!turn.tryAcquire()) {
      return Response.problem(409, "a reload is under way", "try again when it is done");
    }
    try {
      return Response.ok(new ReloadResult(reloader.reload()));
    } catch (ConfigException e) {
      return Response.problem(
          422,
          String.valueOf(e.getMessage()),
          "correct the configuration and reload again; the one before is still in force");
    } catch (IllegalStateException e) {
      return Response.problem(409, String.valueOf(e.getMessage()), "start the process again");
    } finally {
      turn.release();
    }
  }
}
