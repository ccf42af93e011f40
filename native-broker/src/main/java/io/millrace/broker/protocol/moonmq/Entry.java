package io.millrace.broker.protocol.moonmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.codec.Frame;
import io.millrace.client.codec.Frame.Fault;
import io.millrace.client.codec.Method;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection until its client is let in, which has to be soon. For the connection's thread. */
final class Entry implements LoginOutcome.Cases {
  private final MoonmqConnection connection;
  private final Login login;
  private final LoginRules rules;
  private @Nullable Future<?> deadline;

  Entry(MoonmqConnection connection, Login login, LoginRules rules) {
    this.connection = connection;
    this.login = login;
    this.rules = rules;
  }

  /** The time begins. */
  void begin(EventLoop loop) {
    deadline =
        loop.schedule(
            () ->
                connection.end(
                    Codes.fault(Codes.TIMEOUT, Method.AUTH, "it took too long to log in")),
            rules.within().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** What comes before the client is let in: nothing but Auth. */
  void handle(Frame frame) {
    if (frame instanceof Frame.Auth auth) {
      connection.await(login.next(auth), this::answer, connection::end, Method.AUTH);
    } else {
      connection.end(Codes.fault(Codes.UNAUTHORIZED, Method.AUTH, "log in first"));
    }
  }

  /** There is nothing more to wait for. */
  void end() {
    Future<?> running = deadline;
    if (running != null) {
      running.cancel(false);
      deadline = null;
    }
  }

  private void answer(LoginOutcome outcome) {
    if (connection.isOpen()) {
      outcome.match(this);
    }
  }

  @Override
  public void letIn(Identity identity, String words) {
    say(false, words);
    connection.enter(identity);
  }

  @Override
  public void goOn(String challenge) {
    say(true, challenge);
  }

  @Override
  public void refused(Fault why) {
    connection.end(why);
  }

  private void say(boolean more, String words) {
    connection.openReply().answer(new Frame.AuthOk(more, words.getBytes(UTF_8)));
  }
}
