package io.millrace.daemon.source.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.millrace.daemon.source.InvalidMessages;
import io.millrace.daemon.source.line.LineDecoder;
import io.millrace.daemon.source.line.LineFormat;
import io.millrace.daemon.source.line.LineReader;
import io.millrace.queue.Message;
import io.millrace.queue.SourcePartition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Makes messages of a request: one of its body, or one of each line of NDJSON. Threads: any. */
final class IngestBody {
  /** The request cannot be taken. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final HttpSourceSettings settings;
  private final LineFormat ndjson;
  private final SourcePartition partition;
  private final AtomicLong numbers = new AtomicLong();

  IngestBody(HttpSourceSettings settings) {
    this.settings = settings;
    ndjson = LineFormat.ndjson(settings.maxBody());
    partition = new SourcePartition("http " + settings.path(), 0);
  }

  /**
   * Reads the body, waiting for it.
   *
   * @param share grows by the bytes it holds
   */
  List<Message<byte[]>> read(HttpExchange exchange, BodyBudget.Share share)
      throws IOException, RefusedException {
    byte[] body = bytes(exchange, share);
    Optional<String> key = key(exchange);
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    List<Message<byte[]>> messages =
        type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-ndjson")
            ? lines(body)
            : List.of(Message.builder(body).sizeBytes(body.length).build());
    if (messages.isEmpty() || body.length == 0) {
      throw new RefusedException(400, "the body is empty");
    }
    long now = System.currentTimeMillis();
    List<Message<byte[]>> complete = new ArrayList<>(messages.size());
    for (Message<byte[]> message : messages) {
      complete.add(
          message.toBuilder()
              .key(key.orElse(null))
              .position(partition, numbers.getAndIncrement())
              .timestampMillis(now)
              .build());
    }
    return complete;
  }

  private byte[] bytes(HttpExchange exchange, BodyBudget.Share share)
      throws IOException, RefusedException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    // The server has checked that it is a number.
    if (length != null && Long.parseLong(length.trim()) > settings.maxBody()) {
      throw tooLarge();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[8 * 1024];
    InputStream in = exchange.getRequestBody();
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      if (body.size() + count > settings.maxBody()) {
        throw tooLarge();
      }
      if (!share.grow(count)) {
        throw new RefusedException(429, "too much is being received just now");
      }
      body.write(part, 0, count);
    }
    return body.toByteArray();
  }

  private RefusedException tooLarge() {
    return new RefusedException(413, "the body is larger than " + settings.maxBody() + " bytes");
  }

  private List<Message<byte[]>> lines(byte[] body) throws IOException, RefusedException {
    LineReader reader =
        new LineReader(Channels.newChannel(new ByteArrayInputStream(body)), 0, ndjson.maxLine());
    LineDecoder decoder = ndjson.newDecoder();
    List<Message<byte[]>> messages = new ArrayList<>();
    int number = 0;
    LineReader.Read read = reader.read();
    while (true) {
      if (read == LineReader.Read.NOTHING) {
        read = reader.readRest();
      }
      if (read == LineReader.Read.NOTHING) {
        return messages;
      }
      number++;
      Message<byte[]> message = decoder.decode(reader, partition, null);
      if (message != null) {
        Optional<String> problem = message.headers().get(InvalidMessages.HEADER);
        if (problem.isPresent()) {
          throw new RefusedException(
              400, "line " + number + ": " + problem.get() + "; nothing was taken");
        }
        messages.add(message);
      }
      read = reader.read();
    }
  }

  private Optional<String> key(HttpExchange exchange) {
    Optional<String> header =
        settings.keyHeader().map(name -> exchange.getRequestHeaders().getFirst(name));
    return header.isPresent()
        ? header
        : settings.keyParameter().flatMap(name -> parameter(exchange, name));
  }

  private static Optional<String> parameter(HttpExchange exchange, String name) {
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0 && URLDecoder.decode(pair.substring(0, equals), UTF_8).equals(name)) {
          return Optional.of(URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
      }
    }
    return Optional.empty();
  }
}
