package io.millrace.fuzz;

/** Breaks its promise for inputs that nobody comes upon by chance. */
public final class PlantedFuzz {
  private PlantedFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length > 3 && data[0] == 'm' && data[1] == 'i' && data[2] == 'l' && data[3] == 'l') {
      throw new IllegalStateException("the planted fault");
    }
  }
}
