package io.millrace.broker.protocol.amqp.connection;

import io.millrace.broker.protocol.amqp.codec.Method;
import io.millrace.broker.protocol.amqp.codec.ReplyCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What a client did that ends its connection, as it is told in connection.close. */
final class ConnectionError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final ReplyCode code;
  private final int classId;
  private final int methodId;

  /**
   * @param text without the name of the code
   * @param cause the method that was wrong; null if it was none
   */
  ConnectionError(ReplyCode code, String text, @Nullable Method cause) {
    this(
        code, text, cause == null ? 0 : cause.id() >>> 16, cause == null ? 0 : cause.id() & 0xFFFF);
  }

  ConnectionError(ReplyCode code, String text, int classId, int methodId) {
    super(text, null, false, false);
    this.code = code;
    this.classId = classId;
    this.methodId = methodId;
  }

  ReplyCode code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  int classId() {
    return classId;
  }

  int methodId() {
    return methodId;
  }
}
