package io.millrace.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures the channel and its peers in one process, in interleaved rounds: rates and processor
 * time over a grid of shapes, capacities and handlers; then latencies at a steady rate; then the
 * cost of idling.
 */
public final class HandOverBenchmark {
  private static final int LATENCY_RATE = 100_000;
  private static final int LATENCY_CAPACITY = 1024;

  private final Options options;
  private final Report report;
  private final Throughput throughput;

  private HandOverBenchmark(Options options, PrintStream out) {
    this.options = options;
    this.report = new Report(out);
    this.throughput = new Throughput(options.warmupSeconds(), options.seconds());
  }

  public static void main(String[] args) throws InterruptedException, IOException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Options.USAGE);
      System.exit(64);
      return;
    }
    new HandOverBenchmark(options, System.out).run();
  }

  private void run() throws InterruptedException, IOException {
    List<Contender> contenders = new ArrayList<>(options.contenders());
    contenders.add(0, Contender.MILLRACE);
    compile(contenders);
    List<Cell> cells = new ArrayList<>();
    report.begin();
    for (Work work : options.handlers()) {
      for (Shape shape : options.shapes()) {
        for (int capacity : options.capacities()) {
          Cell cell = measure(new Cell(shape, capacity, work), contenders);
          cells.add(cell);
          report.cell(cell);
        }
      }
    }
    for (Shape shape : options.latencyShapes()) {
      LatencyCell cell = new LatencyCell(shape);
      for (int round = 0; round < options.rounds(); round++) {
        for (Contender contender : rotated(contenders, round)) {
          cell.add(
              contender,
              new Latency(LATENCY_RATE, options.latencySeconds())
                  .run(contender, shape, LATENCY_CAPACITY));
        }
      }
      report.latency(cell);
    }
    for (Shape shape : options.idleShapes()) {
      for (Contender contender : contenders) {
        report.idle(contender, shape, Idle.percentOfCore(contender, shape, LATENCY_CAPACITY));
      }
    }
    if (options.json().isPresent()) {
      Files.writeString(options.json().get(), Json.of(cells));
    }
    report.end();
  }

  private Cell measure(Cell cell, List<Contender> contenders) throws InterruptedException {
    for (int round = 0; round < options.rounds(); round++) {
      if (cell.work == Work.BLOCK) {
        cell.add(
            Contender.BARE, throughput.run(Contender.BARE, cell.shape, cell.capacity, cell.work));
      }
      for (Contender contender : rotated(contenders, round)) {
        cell.add(contender, throughput.run(contender, cell.shape, cell.capacity, cell.work));
      }
    }
    return cell;
  }

  /**
   * Nobody always comes first, when the code is not compiled yet, or always after the same
   * neighbour.
   */
  private static List<Contender> rotated(List<Contender> contenders, int by) {
    List<Contender> rotated = new ArrayList<>(contenders);
    Collections.rotate(rotated, by);
    return rotated;
  }

  /** Lets the compiler see each contender with every handler before anything is measured. */
  private static void compile(List<Contender> contenders) throws InterruptedException {
    for (Contender contender : contenders) {
      for (Work work : Work.values()) {
        new Throughput(0, 0.2).run(contender, new Shape(2, 4), 1024, work);
        new Throughput(0, 0.1).run(contender, new Shape(1, 1), 1, work);
      }
    }
  }
}
