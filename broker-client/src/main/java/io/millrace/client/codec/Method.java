package io.millrace.client.codec;

import java.util.Optional;

/**
 * What a frame asks for or tells. Even numbers are requests, the odd ones after them their replies;
 * from 10000 on there is no reply.
 */
public enum Method {
  AUTH(0),
  AUTH_OK(1),
  PUBLISH(10),
  PUBLISH_OK(11),
  BIND(20),
  BIND_OK(21),
  UNBIND(30),
  UNBIND_OK(31),
  ERROR(10_010),
  HEARTBEAT(10_020),
  PUSH(10_030),
  ACK(10_040);

  private final int number;

  Method(int number) {
    this.number = number;
  }

  /** As it stands in a header. */
  public int number() {
    return number;
  }

  /** The method of a number, if there is one. */
  public static Optional<Method> of(int number) {
    return Optional.ofNullable(
        switch (number) {
          case 0 -> AUTH;
          case 1 -> AUTH_OK;
          case 10 -> PUBLISH;
          case 11 -> PUBLISH_OK;
          case 20 -> BIND;
          case 21 -> BIND_OK;
          case 30 -> UNBIND;
          case 31 -> UNBIND_OK;
          case 10_010 -> ERROR;
          case 10_020 -> HEARTBEAT;
          case 10_030 -> PUSH;
          case 10_040 -> ACK;
          default -> null;
        });
  }
}
