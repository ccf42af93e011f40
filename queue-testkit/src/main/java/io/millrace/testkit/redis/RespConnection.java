package io.millrace.testkit.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A connection over which this package gives orders to a server, in Redis' protocol, version 2. It
 * is for administration, not for speed, and so the package needs no client library.
 */
final class RespConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final Socket socket = new Socket();
  private final InputStream input;
  private final OutputStream output;

  /** Every answer must come within {@code answerMillis}; 0 waits for ever. */
  RespConnection(String host, int port, int answerMillis) throws IOException {
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(answerMillis);
      input = new BufferedInputStream(socket.getInputStream());
      output = new BufferedOutputStream(socket.getOutputStream());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Gives one order and blocks until it is answered.
   *
   * @return texts and numbers as they are, the elements of an array a line each, nothing as ""
   * @throws RefusedException if the answer is an error
   */
  String call(List<String> words) throws IOException {
    write("*" + words.size());
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      write("$" + bytes.length);
      output.write(bytes);
      output.write('\r');
      output.write('\n');
    }
    output.flush();
    return read();
  }

  private void write(String line) throws IOException {
    output.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private String read() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> readText(Integer.parseInt(rest));
      case '*' -> readElements(Integer.parseInt(rest));
      case '-' -> throw new RefusedException(rest);
      default -> throw new IOException("no answer of a Redis server: " + line);
    };
  }

  private String readText(int size) throws IOException {
    if (size < 0) {
      return "";
    }
    byte[] bytes = input.readNBytes(size);
    readLine();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String readElements(int count) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(i == 0 ? "" : "\n").append(read());
    }
    return lines.toString();
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** The server's own words for what it would not do. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String words) {
      super(words);
    }
  }
}
