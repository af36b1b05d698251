package dev.brski.demo;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a demonstration.
 *
 * @param manufacturer the manufacturer's name
 * @param domain the owner's name
 * @param began when it began
 * @param ended when the last device was done
 * @param devices each of them, in the order in which they were made
 */
public record Run(
    String manufacturer, String domain, Instant began, Instant ended, List<Joined> devices) {

  /** Copies the list. */
  public Run {
    devices = List.copyOf(devices);
  }

  /**
   * A device, and how far it came.
   *
   * @param serial its serial number
   * @param state what the registrar says of it
   * @param certificate its certificate of the domain, then those above it, if it has one
   * @param proofs who verified that certificate independently
   * @param faults what was found wrong
   */
  public record Joined(
      String serial,
      String state,
      List<X509Certificate> certificate,
      List<String> proofs,
      List<String> faults) {

    /** Copies the lists. */
    public Joined {
      certificate = List.copyOf(certificate);
      proofs = List.copyOf(proofs);
      faults = List.copyOf(faults);
    }

    /** The certificate itself. */
    public Optional<X509Certificate> leaf() {
      return certificate.stream().findFirst();
    }

    /** Whether it is a member, and everybody who looked says so. */
    public boolean isMember() {
      return faults.isEmpty();
    }
  }

  /** Whether every device is a member. */
  public boolean isGood() {
    return devices.stream().allMatch(Joined::isMember);
  }
}
