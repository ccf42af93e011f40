package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.ConnectionOpen;
import io.millrace.broker.protocol.amqp.codec.ConnectionOpenOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionSecure;
import io.millrace.broker.protocol.amqp.codec.ConnectionSecureOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionStart;
import io.millrace.broker.protocol.amqp.codec.ConnectionStartOk;
import io.millrace.broker.protocol.amqp.codec.ConnectionTuneOk;
import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import io.millrace.broker.security.AccessTable;
import io.millrace.broker.security.Admission;
import io.millrace.broker.security.ClientPlace;
import io.millrace.broker.security.LoginVerdict;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection until it is open: start, secure, tune, open, each answered before the next (section
 * 2.2.4). For the connection's thread.
 */
final class Handshake implements LoginStep.Cases {
  private final AmqpConnection connection;
  private final Frames frames;
  private final Ending ending;
  private final AmqpFront front;
  private final ClientPlace place;
  private final Optional<X509Certificate> certificate;
  private ClientProperties client = ClientProperties.UNKNOWN;
  private String mechanismName = "";
  private @Nullable Mechanism mechanism;

  /** Users as they were before the client has shown anything; null until then. */
  private @Nullable AccessTable before;

  private LoginStep.@Nullable LetIn letIn;
  private @Nullable Tuned tuned;
  private boolean opening;

  /**
   * @param certificate what the client has shown
   */
  Handshake(
      AmqpConnection connection,
      Frames frames,
      Ending ending,
      AmqpFront front,
      ClientPlace place,
      Optional<X509Certificate> certificate) {
    this.connection = connection;
    this.frames = frames;
    this.ending = ending;
    this.front = front;
    this.place = place;
    this.certificate = certificate;
  }

  /** Says what the broker is. */
  void begin() {
    connection.send(
        new ConnectionStart(
            0,
            9,
            ServerProperties.table(),
            String.join(" ", front.mechanisms().offered(place, certificate)),
            "en_US"));
  }

  /** What the client has said of itself, as far as it has. */
  ClientProperties client() {
    return client;
  }

  /** What comes on channel 0. */
  void method(Method method) {
    if (method instanceof ConnectionStartOk startOk && mechanism == null) {
      start(startOk);
    } else if (method instanceof ConnectionSecureOk secureOk
        && mechanism != null
        && letIn == null) {
      respond(secureOk.response().bytes());
    } else if (method instanceof ConnectionTuneOk tuneOk && letIn != null && tuned == null) {
      tune(tuneOk);
    } else if (method instanceof ConnectionOpen open && tuned != null && !opening) {
      open(open.virtualHost());
    } else {
      throw new ConnectionError(
          ReplyCode.CHANNEL_ERROR,
          "unexpected method in connection state " + (tuned == null ? "starting" : "opening"),
          method);
    }
  }

  private void start(ConnectionStartOk startOk) {
    client = ClientProperties.of(startOk.clientProperties());
    before = front.opening().accessTable();
    mechanismName = startOk.mechanism();
    Mechanism chosen =
        front.logins().required()
            ? front
                .mechanisms()
                .begin(mechanismName, place, certificate)
                .orElseThrow(() -> unknownMechanism(startOk))
            : response -> Mechanisms.done(new LoginStep.LetIn("", false));
    mechanism = chosen;
    respond(startOk.response().bytes());
  }

  private ConnectionError unknownMechanism(Method startOk) {
    return new ConnectionError(
        ReplyCode.COMMAND_INVALID,
        "unknown authentication mechanism '%s'".formatted(mechanismName),
        startOk);
  }

  private void respond(byte[] response) {
    Mechanism chosen = mechanism;
    if (chosen != null) {
      connection.await(chosen.respond(response), step -> step.match(this));
    }
  }

  @Override
  public void letIn(LoginStep.LetIn step) {
    letIn = step;
    connection.send(Tuned.proposal(front.limits()));
  }

  @Override
  public void goOn(LoginStep.GoOn step) {
    connection.send(new ConnectionSecure(step.challenge()));
  }

  @Override
  public void refused(LoginStep.Refused step) {
    front.countRefusedLogin();
    String text =
        "Login was refused using authentication mechanism %s. %s"
            .formatted(mechanismName, advice(step.why()));
    ending.refuseLogin(
        new ConnectionError(ReplyCode.ACCESS_REFUSED, text, 0, 0), client.takesLoginRefusals());
  }

  /** The words of RabbitMQ, unless waiting helps. */
  private static String advice(LoginVerdict why) {
    return switch (why) {
      case RIGHT, WRONG -> "For details see the broker logfile.";
      case TOO_MANY_WRONG -> "There were too many wrong passwords from this address: wait.";
      case BUSY -> "Too many log in at once: try again.";
    };
  }

  private void tune(ConnectionTuneOk tuneOk) {
    Tuned agreed = Tuned.of(tuneOk, front.limits());
    tuned = agreed;
    connection.tuned(agreed);
  }

  private void open(String virtualHost) {
    opening = true;
    connection.await(front.opening().enter(admission(virtualHost)), this::opened);
  }

  private Admission admission(String virtualHost) {
    LoginStep.LetIn step = letIn;
    AccessTable table = before;
    if (step == null || table == null || step.user().isEmpty()) {
      return Admission.ofAnybody(virtualHost);
    }
    return step.byPassword()
        ? Admission.byPassword(step.user(), virtualHost, table)
        : Admission.withoutPassword(step.user(), virtualHost);
  }

  private void opened(Membership membership) {
    int channelMax = tuned == null ? 1 : tuned.channelMax();
    frames.open(membership, channelMax);
    connection.send(ConnectionOpenOk.DEFAULT);
  }
}
