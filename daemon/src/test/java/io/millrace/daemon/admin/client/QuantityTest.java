package io.millrace.daemon.admin.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "7,7",
    "999,999",
    "999.6,1.00k",
    "1000,1.00k",
    "12345,12.3k",
    "99960,100k",
    "999400,999k",
    "999600,1.00M",
    "1250000,1.25M",
    "5e9,5.00G",
    "2e15,2000T"
  })
  void saysCountsInAtMostFiveCharacters(double value, String text) {
    assertThat(Quantity.count(value)).isEqualTo(text).hasSizeLessThanOrEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.2,0.2", "9.9,9.9", "9.99,10", "10,10", "1500,1.50k"})
  void showsThatASlowPipelineMoves(double value, String text) {
    assertThat(Quantity.rate(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "0.0001,1 ms",
    "0.35,350 ms",
    "0.9996,1.0 s",
    "12.44,12.4 s",
    "59.96,1m00s",
    "185,3m05s",
    "8040,2h14m",
    "442800,5d03h"
  })
  void saysTimesInTheirTwoLargestUnits(double seconds, String text) {
    assertThat(Quantity.seconds(seconds)).isEqualTo(text).hasSizeLessThanOrEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0,0 B", "1023,1023 B", "1536,1.5 KiB", "268435456,256 MiB"})
  void saysBytesInPowersOf1024(long bytes, String text) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(text);
  }
}
