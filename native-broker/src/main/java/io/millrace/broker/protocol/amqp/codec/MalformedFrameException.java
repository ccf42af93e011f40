package io.millrace.broker.protocol.amqp.codec;

/**
 * Bytes that are not what the protocol says: with what the peer is to be told before the connection
 * ends. After it nothing more can be read of the connection. Carries no stack trace: it tells of
 * the peer, not of a place in the code.
 */
public final class MalformedFrameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ReplyCode replyCode;
  private final String text;
  private final int classId;
  private final int methodId;

  MalformedFrameException(ReplyCode replyCode, String text, int classId, int methodId) {
    super(replyCode + " - " + text, null, false, false);
    this.replyCode = replyCode;
    this.text = text;
    this.classId = classId;
    this.methodId = methodId;
  }

  /** A frame that cannot be read, whatever is in it. */
  static MalformedFrameException frame(String text) {
    return new MalformedFrameException(ReplyCode.FRAME_ERROR, text, 0, 0);
  }

  static MalformedFrameException unknownMethod(int classId, int methodId) {
    return new MalformedFrameException(
        ReplyCode.COMMAND_INVALID,
        "there is no method %d of class %d".formatted(methodId, classId),
        classId,
        methodId);
  }

  /** One that closes the connection. */
  public ReplyCode replyCode() {
    return replyCode;
  }

  /** What is wrong, for the peer to read; without the name of the reply code. */
  public String text() {
    return text;
  }

  /** The class of the method that it was found in, or 0. */
  public int classId() {
    return classId;
  }

  /** The method that it was found in, or 0. */
  public int methodId() {
    return methodId;
  }
}
