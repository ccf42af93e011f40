package io.millrace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.client.codec.Frame;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The mechanism PLAIN (RFC 4616): the password as it is. */
record PlainLogin(String user, String password) implements Login, Login.Dialogue {
  private static final String MECHANISM = "PLAIN";

  @Override
  public Dialogue begin() {
    return this;
  }

  @Override
  public Frame.Auth first() {
    return new Frame.Auth(MECHANISM, ("\0" + user + "\0" + password).getBytes(UTF_8));
  }

  @Override
  public CompletionStage<Frame.Auth> next(Frame.AuthOk answer) {
    return CompletableFuture.failedFuture(
        new IOException("the broker asks for more than PLAIN has to say"));
  }

  @Override
  public void letIn(Frame.AuthOk answer) {
    // The broker shows nothing.
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "PlainLogin[" + user + "]";
  }
}
