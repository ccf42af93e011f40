package io.millrace.daemon.handler.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.daemon.source.line.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running child process that answers a line for each line.
 *
 * <p><b>Threads:</b> one asks. A thread of its own does the writing and reading, because neither
 * can be interrupted; another copies standard error to the log. Both end with the process.
 */
final class Child {
  private static final int LONGEST_ANSWER = 64 * 1024;

  /** The child did not keep to the protocol; it cannot be used any more. */
  static final class ChildException extends Exception {
    private static final long serialVersionUID = 1L;

    ChildException(String message) {
      super(message);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Question(byte[] line, CompletableFuture<String> answer) {}

  private final Process process;
  private final SynchronousQueue<Question> questions = new SynchronousQueue<>();
  private final Thread dialogue;

  Child(Process process, String pipeline) {
    this.process = process;
    String name = "millrace-" + pipeline + "-child-" + process.pid();
    dialogue = daemon(this::talk, name);
    daemon(new ErrorLog(process.getErrorStream(), pipeline, process.pid()), name + "-stderr");
  }

  /**
   * Writes a line and waits for its answer.
   *
   * @throws ChildException when the child has ended, or answers other than with one line
   * @throws InterruptedException when interrupted while waiting; the child may still be at work on
   *     the line
   */
  String ask(byte[] line) throws ChildException, InterruptedException {
    Question question = new Question(line, new CompletableFuture<>());
    while (!questions.offer(question, 50, TimeUnit.MILLISECONDS)) {
      if (!dialogue.isAlive()) {
        throw new ChildException(ending());
      }
    }
    try {
      return question.answer().get();
    } catch (ExecutionException e) {
      throw new ChildException(String.valueOf(requireNonNull(e.getCause()).getMessage()));
    }
  }

  /** Ends the child's input and gives it this long to end. */
  void close(long timeoutMillis) throws InterruptedException {
    dialogue.interrupt();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already, with input left unread.
      process.destroy();
    }
    try {
      process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
    } finally {
      kill();
    }
  }

  /** Ends the child, and what it has started, at once. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    dialogue.interrupt();
  }

  private void talk() {
    LineReader answers =
        new LineReader(Channels.newChannel(process.getInputStream()), 0, LONGEST_ANSWER);
    try {
      while (true) {
        Question question = questions.take();
        try {
          question.answer().complete(exchange(question.line(), answers));
        } catch (IOException e) {
          question.answer().completeExceptionally(e);
          return;
        }
      }
    } catch (InterruptedException e) {
      // Asked to end: nobody has a question left.
      Thread.currentThread().interrupt();
    }
  }

  private String exchange(byte[] line, LineReader answers) throws IOException {
    InputStream output = process.getInputStream();
    if (answers.position() != answers.end() || (process.isAlive() && output.available() > 0)) {
      throw new IOException("the child printed more than one line for a message");
    }
    OutputStream input = process.getOutputStream();
    try {
      input.write(line);
      input.write('\n');
      input.flush();
    } catch (IOException e) {
      throw new IOException(ending(), e);
    }
    return switch (answers.read()) {
      case LINE -> new String(answers.buffer(), answers.lineStart(), answers.lineLength(), UTF_8);
      case TOO_LONG ->
          throw new IOException(
              "the child answered with a line of more than " + LONGEST_ANSWER + " bytes");
      case NOTHING -> throw new IOException(ending());
    };
  }

  private String ending() {
    try {
      if (process.waitFor(500, TimeUnit.MILLISECONDS)) {
        return "the child ended with exit code " + process.exitValue() + " without an answer";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "the child closed its output without an answer";
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
