package io.millrace.daemon.admin.client;

import io.millrace.daemon.admin.view.Overview;
import io.millrace.daemon.admin.view.PipelineStatus;
import io.millrace.daemon.admin.view.ProcessStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Draws the picture of {@code millrace top}: state in, lines out. */
final class TopScreen {
  private static final int MIN_NAME = 8;
  private static final int MAX_NAME = 32;
  private static final String GAP = "  ";
  private static final int GAPS_WIDTH = GAP.length();

  private final boolean isColoured;
  private final RateHistory history;

  TopScreen(boolean isColoured, RateHistory history) {
    this.isColoured = isColoured;
    this.history = history;
  }

  /**
   * @param title what stands at the left of the first line
   * @param clock what stands at its right
   * @param trouble why the numbers are old, which are then dimmed; empty while they are fresh
   * @param width of every line, at most; in characters
   * @param height how many lines, at most
   */
  List<String> draw(
      Overview overview,
      String title,
      String clock,
      Optional<String> trouble,
      int width,
      int height) {
    List<String> lines = new ArrayList<>();
    lines.add(firstLine(title, clock, width));
    if (isKnown(overview)) {
      lines.add(totals(overview, width));
    }
    lines.add(trouble.map(text -> paint(Cell.cut("! " + text, width), Paint.RED)).orElse(""));
    if (isKnown(overview)) {
      table(overview, trouble.isEmpty(), width, height - lines.size(), lines);
    }
    return lines.size() <= height ? lines : lines.subList(0, Math.max(1, height));
  }

  /** Whether the process has ever answered. */
  private static boolean isKnown(Overview overview) {
    return !overview.process().version().isEmpty();
  }

  private void table(
      Overview overview, boolean isCurrent, int width, int height, List<String> lines) {
    int nameWidth = nameWidth(overview, width);
    EnumSet<TopColumn> columns = columns(overview, width - nameWidth);
    lines.add(heading(nameWidth, columns, width));
    int room = Math.max(1, height - 1);
    boolean withDetails = 2 * overview.pipelines().size() <= room;
    List<String> rows = new ArrayList<>();
    for (PipelineStatus pipeline : overview.pipelines()) {
      rows.add(row(pipeline, nameWidth, columns, isCurrent));
      if (withDetails || pipeline.notReady() != null) {
        rows.add(detail(pipeline, width));
      }
    }
    if (rows.isEmpty()) {
      rows.add(paint("this process runs no pipelines", Paint.DIM));
    }
    if (rows.size() > room) {
      int left = rows.size() - room + 1;
      rows = new ArrayList<>(rows.subList(0, room - 1));
      rows.add(paint(Cell.cut("… " + left + " more lines: enlarge the window", width), Paint.DIM));
    }
    lines.addAll(rows);
  }

  private String firstLine(String title, String clock, int width) {
    String right = Cell.cut(clock, width);
    String left = Cell.cut(title, Math.max(0, width - right.length() - 1));
    String space = " ".repeat(width - left.length() - right.length());
    return paint(left, Paint.BOLD) + space + paint(right, Paint.DIM);
  }

  private String totals(Overview overview, int width) {
    ProcessStatus process = overview.process();
    String heap =
        Quantity.bytes(process.heapUsedBytes())
            + (process.heapMaxBytes() > 0 ? " of " + Quantity.bytes(process.heapMaxBytes()) : "");
    String text =
        "in "
            + Quantity.rate(sum(overview, PipelineStatus::fetchedPerSecond))
            + "/s"
            + "   out "
            + Quantity.rate(sum(overview, PipelineStatus::settledPerSecond))
            + "/s"
            + "   in flight "
            + Quantity.count(sum(overview, PipelineStatus::inFlight))
            + "   dead letters "
            + Quantity.count(sum(overview, p -> p.settled().deadLettered()))
            + "   heap "
            + heap
            + "   up "
            + Quantity.seconds(process.uptimeSeconds());
    return Cell.cut(text, width);
  }

  private static double sum(Overview overview, ToDoubleFunction<PipelineStatus> number) {
    return overview.pipelines().stream().mapToDouble(number).sum();
  }

  /** Room for the longest name, but not much more than a third of the window. */
  private static int nameWidth(Overview overview, int width) {
    int longest = overview.pipelines().stream().mapToInt(p -> p.name().length()).max().orElse(0);
    int most = Math.min(MAX_NAME, Math.max(MIN_NAME, width / 3));
    return Math.min(width, Math.min(most, Math.max(MIN_NAME, longest)));
  }

  /** Those that fit, taken by rank; the progress only where somebody knows it. */
  private EnumSet<TopColumn> columns(Overview overview, int width) {
    EnumSet<TopColumn> chosen = EnumSet.noneOf(TopColumn.class);
    boolean hasProgress = overview.pipelines().stream().anyMatch(p -> p.progress() != null);
    List<TopColumn> byRank =
        Arrays.stream(TopColumn.values())
            .sorted(Comparator.comparingInt(column -> column.rank))
            .toList();
    int left = width;
    for (TopColumn column : byRank) {
      if ((column == TopColumn.PROGRESS && !hasProgress)
          || (column == TopColumn.HISTORY && history.isEmpty())) {
        continue;
      }
      left -= column.width + GAPS_WIDTH;
      if (left < 0) {
        break;
      }
      chosen.add(column);
    }
    return chosen;
  }

  private String heading(int nameWidth, EnumSet<TopColumn> columns, int width) {
    StringBuilder line = new StringBuilder(Cell.of("PIPELINE").render(nameWidth, false, false));
    for (TopColumn column : columns) {
      line.append(GAP).append(Cell.of(column.heading).render(column.width, column.toRight, false));
    }
    String text = Cell.cut(line.toString(), width);
    return isColoured
        ? paint(text + " ".repeat(width - text.length()), Paint.HEADING)
        : text.stripTrailing();
  }

  private String row(
      PipelineStatus pipeline, int nameWidth, EnumSet<TopColumn> columns, boolean isCurrent) {
    boolean isPainted = isColoured && isCurrent;
    StringBuilder line =
        new StringBuilder(
            new Cell(pipeline.name(), Paint.BOLD).render(nameWidth, false, isPainted));
    for (TopColumn column : columns) {
      Cell cell =
          column == TopColumn.HISTORY
              ? new Cell(history.picture(pipeline.name(), column.width), Paint.CYAN)
              : column.cell(pipeline);
      line.append(GAP).append(cell.render(column.width, column.toRight, isPainted));
    }
    String text = line.toString().stripTrailing();
    return isCurrent ? text : paint(text, Paint.DIM);
  }

  private String detail(PipelineStatus pipeline, int width) {
    String problem = pipeline.notReady();
    return problem == null
        ? paint(Cell.cut("  " + pipeline.source() + " → " + pipeline.handler(), width), Paint.DIM)
        : paint(Cell.cut("  ! " + problem, width), Paint.RED);
  }

  private String paint(String text, Paint paint) {
    return paint.on(text, isColoured);
  }
}
