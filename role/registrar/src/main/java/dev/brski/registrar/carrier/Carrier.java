package dev.brski.registrar.carrier;

import dev.brski.registrar.onboarding.Parcel;

/** A way upstream for one destination. */
public interface Carrier extends AutoCloseable {

  /** Takes a parcel and returns at once; the report comes when there is something to report. */
  void take(Parcel parcel, Report report);

  /** Stops taking; what is under way is given up and stays in the outbox. */
  @Override
  void close();

  /** Where a carrier says what became of a parcel: exactly one of these, once. */
  interface Report {

    /** It was delivered, and this came back: the status and content of the peer's answer. */
    void delivered(Answer answer);

    /** It was not delivered, or nobody knows: it will have to be sent again. */
    void notDelivered(String reason);
  }
}
