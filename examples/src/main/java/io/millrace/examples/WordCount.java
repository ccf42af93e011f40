package io.millrace.examples;

import io.millrace.queue.ConsumerFactory;
import io.millrace.queue.EndOfStreamException;
import io.millrace.queue.Outcome;
import io.millrace.queue.Poller;
import io.millrace.queue.Producer;
import io.millrace.queue.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Counts the words of a file: one producer reads its lines, several consumers split them. */
public final class WordCount {
  private WordCount() {}

  public static Map<String, Long> count(Path file) throws IOException, InterruptedException {
    Map<String, Long> counts = new ConcurrentHashMap<>();
    try (Stream<String> lines = Files.lines(file);
        Queue<String> queue =
            Queue.<String>builder("words")
                .producers(1, index -> reader(lines.iterator()))
                .consumers(ConsumerFactory.shared(line -> countWords(line.payload(), counts)))
                .build()) {
      queue.start();
      queue.awaitTermination(Duration.ofDays(1)); // it stops by itself at the end of the file
    }
    return counts;
  }

  private static Producer<String> reader(Iterator<String> lines) {
    return Poller.toProducer(
        maxWait -> {
          if (!lines.hasNext()) {
            throw new EndOfStreamException();
          }
          return Optional.of(lines.next());
        });
  }

  private static Outcome countWords(String line, Map<String, Long> counts) {
    for (String word : line.split("\\W+")) {
      if (!word.isEmpty()) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    return Outcome.ack();
  }
}
