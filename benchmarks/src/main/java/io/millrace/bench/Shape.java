package io.millrace.bench;

/** How many threads put and how many take. */
record Shape(int producers, int consumers) {
  static Shape parse(String text) {
    String[] parts = text.split("x", 2);
    return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  @Override
  public String toString() {
    return producers + "x" + consumers;
  }
}
