package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;
import java.util.List;

/** A way upstream for one destination. */
public interface Carrier extends AutoCloseable {

  /**
   * What may be taken together.
   *
   * @param parcels how many
   * @param octets of how much content in all, unless it is one parcel
   * @param atOnce how many takes may be under way at the same time
   */
  record Capacity(int parcels, int octets, int atOnce) {}

  /** What fits now. */
  Capacity capacity();

  /** Takes parcels and returns at once; the reports come when there is something to report. */
  void take(List<Parcel> parcels, Report report);

  /** Stops taking; what is under way is given up and stays in the outbox. */
  @Override
  void close();

  /** Where a carrier says what became of what it took: once for all of it. */
  @FunctionalInterface
  interface Report {

    /** An outcome for each parcel, in the order in which they were taken. */
    void delivered(List<Outcome> outcomes);
  }
}
