package dev.brski.pledge;

import java.util.List;
import java.util.stream.Stream;

/**
 * The exact octets of a message, kept in a file of their own.
 *
 * @param file the file's name under {@code data/messages}
 * @param sha256 the digest of the octets, in lower-case hexadecimal
 */
record StoredMessage(String file, String sha256) {

  static List<StoredMessage> together(List<StoredMessage> some, List<StoredMessage> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
