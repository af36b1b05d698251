package dev.brski.registrar.onboarding;

import java.time.Instant;

/**
 * One message as it went over the wire; never changed once stored.
 *
 * @param id sortable id
 * @param at when it was received or made
 * @param exchange the id of the imprint or enrollment that it belongs to
 * @param sender which party sent it
 * @param receiver which party it is for
 * @param kind its name in the specification
 * @param mediaType its media type
 * @param content the exact octets
 */
public record Message(
    String id,
    Instant at,
    String exchange,
    Party sender,
    Party receiver,
    Kind kind,
    String mediaType,
    byte[] content) {

  /** Who sends and receives. */
  public enum Party {
    PLEDGE("pledge"),
    REGISTRAR("registrar"),
    MASA("MASA"),
    AUTHORITY("authority");

    private final String title;

    Party(String title) {
      this.title = title;
    }

    /** The name as people read it. */
    public String title() {
      return title;
    }
  }

  /** What a message is. */
  public enum Kind {
    PLEDGE_VOUCHER_REQUEST("voucher-request"),
    REGISTRAR_VOUCHER_REQUEST("registrar voucher-request"),
    /** What a parcel is; its octets are those of the registrar's voucher-request. */
    AUDIT_LOG_REQUEST("audit-log request"),
    VOUCHER("voucher"),
    VOUCHER_STATUS("voucher status"),
    CERTIFICATION_REQUEST("ir"),
    NESTED_CERTIFICATION_REQUEST("nested ir"),
    WAITING("waiting"),
    CERTIFICATION_RESPONSE("ip"),
    CERTIFICATE_CONFIRM("certConf"),
    NESTED_CERTIFICATE_CONFIRM("nested certConf"),
    PKI_CONFIRM("pkiConf"),
    ENROLL_STATUS("enroll status"),
    P10CR("p10cr"),
    NESTED_P10CR("nested p10cr"),
    CR("cr"),
    NESTED_CR("nested cr"),
    CP("cp"),
    KUR("kur"),
    NESTED_KUR("nested kur"),
    KUP("kup"),
    RR("rr"),
    RP("rp"),
    GENM("genm"),
    GENP("genp");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name as people read it. */
    public String title() {
      return title;
    }
  }

  /** A message that is about to be stored, without id and time. */
  public record Draft(Party sender, Party receiver, Kind kind, String mediaType, byte[] content) {}
}
