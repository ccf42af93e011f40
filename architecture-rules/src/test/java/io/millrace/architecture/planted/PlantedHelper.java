package io.millrace.architecture.planted;

import java.util.logging.Logger;

/** Breaks every rule that a single class can break. */
public final class PlantedHelper {
  private PlantedHelper() {}

  static void misbehave() throws InterruptedException {
    Logger.getGlobal().info("not slf4j");
    System.out.println("printed");
    Thread.sleep(1);
  }
}
