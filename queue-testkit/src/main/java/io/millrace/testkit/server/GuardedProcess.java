package io.millrace.testkit.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program in a process of its own that ends when this JVM does, however that ends; its directory
 * is deleted then. Ctrl-C on a terminal is not for it.
 *
 * <p><b>Threads:</b> one at a time; {@link #isAlive} from any.
 *
 * <p><b>Failure:</b> what cannot be done is an {@link IllegalStateException}. An interrupted thread
 * gets the same, and keeps its interrupt.
 */
public final class GuardedProcess {
  /*
   * A shell starts the program and waits for it, so that the program is never without a guard: the shell's own child,
   * which waits for the end of the shell's standard input. This JVM holds the other end, and the system closes it. All
   * three are in a session of their own: Ctrl-C, and whoever ends this JVM by a signal to its process group, would else
   * end the guard and leave the program. Where there is no setsid they are in the JVM's.
   */
  private static final String SESSION =
      """
      if command -v setsid >/dev/null; then exec setsid sh "$@"; else exec sh "$@"; fi
      """;

  private static final String SCRIPT =
      """
      trap '' INT
      directory=$1 log=$2
      shift 2
      exec 3<&0 </dev/null
      "$@" >>"$log" 2>&1 3<&- &
      program=$!
      (
        read -r _ <&3
        trap '' TERM
        kill -9 "$program"
        rm -rf "$directory"
      ) >/dev/null 2>&1 &
      guard=$!
      echo "$program"
      exec >/dev/null
      wait "$program"
      code=$?
      kill "$guard"
      exit "$code"
      """;

  private final Process shell;
  private final ProcessHandle program;
  private @Nullable FrozenProcess frozen;

  private GuardedProcess(Process shell, ProcessHandle program) {
    this.shell = shell;
    this.program = program;
  }

  /** Starts a program, found on the path or named by it, that prints to the directory's log. */
  public static GuardedProcess start(List<String> command, ServerDirectory directory) {
    List<String> guarded =
        new ArrayList<>(List.of("sh", "-c", SESSION, "session", "-c", SCRIPT, "guard"));
    guarded.add(directory.path().toString());
    guarded.add(directory.log().toString());
    guarded.addAll(command);
    try {
      Process shell =
          new ProcessBuilder(guarded).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader said = shell.inputReader();
      long id = Long.parseLong(said.readLine());
      // One that has ended already is gone before it could be looked up; the shell is as dead then.
      return new GuardedProcess(shell, ProcessHandle.of(id).orElse(shell.toHandle()));
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("cannot be started: " + command, e);
    }
  }

  public long processId() {
    return program.pid();
  }

  /** Whether it is there, also while paused. */
  public boolean isAlive() {
    return shell.isAlive();
  }

  /** What it ended with; more than 128 when a signal ended it. Only once it has ended. */
  public int exitCode() {
    return shell.exitValue();
  }

  /** Ends it by SIGKILL, also while paused; it is gone when this returns. */
  public void kill() {
    program.destroyForcibly();
    await();
    resume();
  }

  /** Asks it to end, by SIGTERM, and blocks until it has. */
  public void terminate() {
    resume();
    program.destroy();
    await();
  }

  private void await() {
    try {
      shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while process " + processId() + " ended", e);
    }
  }

  /**
   * Stops all its threads; it stands still when this returns. Wakes up with the end of this JVM.
   */
  public void pause() {
    if (frozen != null) {
      return;
    }
    try {
      frozen = FrozenProcess.freeze(program.pid());
    } catch (IOException e) {
      throw new IllegalStateException("process " + processId() + " cannot be paused", e);
    }
  }

  public boolean isPaused() {
    return frozen != null;
  }

  /** Ends a {@link #pause}; does nothing to one that is not paused. */
  public void resume() {
    if (frozen == null) {
      return;
    }
    try {
      frozen.close();
      frozen = null;
    } catch (IOException e) {
      throw new IllegalStateException("process " + processId() + " cannot be resumed", e);
    }
  }
}
