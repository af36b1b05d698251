package dev.brski.masa.ownership;

import java.util.Optional;

/**
 * One line of a file with sales.
 *
 * @param line its number in the file, from 1
 * @param serial the device's serial number, as it is written
 * @param customer the customer's name
 * @param certificate which of the order's certificates the customer is known by, from 0
 * @param problem why it is no such line
 */
public record SalesLine(
    int line,
    String serial,
    Optional<String> customer,
    Optional<Integer> certificate,
    Optional<String> problem) {

  static SalesLine bad(int line, String serial, String problem) {
    return new SalesLine(line, serial, Optional.empty(), Optional.empty(), Optional.of(problem));
  }
}
