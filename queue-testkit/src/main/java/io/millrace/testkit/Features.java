package io.millrace.testkit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The features a backend declares. */
public record Features(Set<Feature> declared) {
  public Features {
    declared = Set.copyOf(declared);
  }

  public static Features all() {
    return new Features(EnumSet.allOf(Feature.class));
  }

  public static Features of(Feature... features) {
    return new Features(Set.copyOf(Arrays.asList(features)));
  }

  public Features without(Feature... features) {
    EnumSet<Feature> left = EnumSet.noneOf(Feature.class);
    left.addAll(declared);
    left.removeAll(List.of(features));
    return new Features(left);
  }

  public boolean has(Feature feature) {
    return declared.contains(feature);
  }
}
