package io.millrace.architecture;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets the tests of every module wait for a minute, rather than ten seconds, for what must come
 * true: on a machine that does ten things at once, ten seconds are not enough for work of half a
 * one. What is to happen within a time says so itself. Found by the test launcher.
 */
public final class Patience implements LauncherSessionListener {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LONGEST_WAIT);
  }
}
