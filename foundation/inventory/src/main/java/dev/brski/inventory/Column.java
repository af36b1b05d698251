package dev.brski.inventory;

import java.util.Optional;
import java.util.stream.Stream;

/** What can be said of a device, as CSV files and JSON documents name it. */
enum Column {
  MANUFACTURER("manufacturer", "manufacturer", 64),
  SERIAL("serial", "serial", 64),
  MODEL("model", "model", 128),
  PLACE("place", "place", 128),
  NOTE("note", "note", 500),
  VALID_UNTIL("valid-until", "validUntil", 40);

  private final String heading;
  private final String member;
  private final int longest;

  Column(String heading, String member, int longest) {
    this.heading = heading;
    this.member = member;
    this.longest = longest;
  }

  String heading() {
    return heading;
  }

  String member() {
    return member;
  }

  int longest() {
    return longest;
  }

  static Optional<Column> headed(String heading) {
    return Stream.of(values()).filter(column -> column.heading.equals(heading)).findFirst();
  }

  static Optional<Column> ofMember(String member) {
    return Stream.of(values()).filter(column -> column.member.equals(member)).findFirst();
  }
}
