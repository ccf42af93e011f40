package io.millrace.bench;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The grid's medians, one object per cell and contender. */
final class Json {
  private Json() {}

  static String of(List<Cell> cells) {
    StringJoiner rows = new StringJoiner(",\n  ", "[\n  ", "\n]\n");
    for (Cell cell : cells) {
      for (Contender contender : cell.contenders()) {
        rows.add(
            String.format(
                Locale.ROOT,
                "{\"handler\":\"%s\",\"shape\":\"%s\",\"capacity\":%d,\"contender\":\"%s\",\"perSecond\":%.0f,\"cpuSecondsPerMillion\":%.5f}",
                cell.work,
                cell.shape,
                cell.capacity,
                contender,
                cell.rate(contender),
                cell.cpu(contender)));
      }
    }
    return rows.toString();
  }
}
