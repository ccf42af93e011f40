package io.millrace.bench;

/** Whether a target was met: clearly, within the noise of the measurement, or not. */
enum Verdict {
  PASS,
  NEAR,
  FAIL;

  static Verdict of(double figure, double target) {
    return figure >= target ? PASS : figure >= target * (1 - Cell.NOISE) ? NEAR : FAIL;
  }

  Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
