package io.millrace.testkit.redis;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/**
 * A master or replica under sentinels, which may replace the master on their own only while one of
 * the two does not run.
 *
 * @param server what is watched
 * @param other the other one of the two
 */
record WatchedServer(RedisServer server, RedisServer other, Sentinels sentinels)
    implements RedisServer {
  /*
   * A machine under load stalls a healthy server for longer than a test wants to wait for the failover from a dead
   * one, so time alone cannot tell them apart; this can. A failover that nobody asked for would not only swap the roles
   * under the test's feet. Sentinels promote a former master that has just come back, and says that it is one, as
   * readily as a replica that has everything, and so lose what only the new master has.
   */

  @Override
  public void start() {
    if (!isRunning()) {
      guard();
      server.start();
    }
  }

  @Override
  public void resume() {
    if (isPaused()) {
      guard();
      server.resume();
    }
  }

  /** Before it runs: what is under way then comes too early to promote it. */
  private void guard() {
    if (other.isRunning() && !other.isPaused()) {
      sentinels.guard();
    }
  }

  @Override
  public void kill() {
    server.kill();
    sentinels.replace();
  }

  @Override
  public void stop() {
    server.stop();
    sentinels.replace();
  }

  @Override
  public void pause() {
    server.pause();
    sentinels.replace();
  }

  @Override
  public void restart() {
    kill();
    start();
  }

  /** Sentinels do not replace a server that loads. */
  @Override
  public void restartLoading() {
    server.restartLoading();
  }

  @Override
  public void finishLoading() {
    server.finishLoading();
  }

  @Override
  public String host() {
    return server.host();
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public int tlsPort() {
    return server.tlsPort();
  }

  @Override
  public Path certificate() {
    return server.certificate();
  }

  @Override
  public SSLContext tlsContext() {
    return server.tlsContext();
  }

  @Override
  public String command(String... words) {
    return server.command(words);
  }

  @Override
  public boolean isRunning() {
    return server.isRunning();
  }

  @Override
  public boolean isPaused() {
    return server.isPaused();
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
