package dev.brski.pledge;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One PKI management operation (RFC 9483 section 4), as much of it as a resumption needs.
 *
 * @param transactionID in hexadecimal
 * @param request the first message: ir, kur, rr or genm
 * @param granted the answer that brought a certificate
 * @param firstResponse the first answer, whose certificates later ones may leave out
 * @param polling the waiting for the answer to the first message, or to the certConf
 */
record Transaction(
    String transactionID,
    StoredMessage request,
    Optional<Granted> granted,
    Optional<StoredMessage> firstResponse,
    Optional<Polling> polling) {

  static Transaction of(String transactionID, StoredMessage request) {
    return new Transaction(
        transactionID, request, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A certificate was received.
   *
   * @param response the ip or kup
   * @param certificates the certificate, then its issuers below the pin, in PEM
   * @param caPubs trust anchors that came along and may be taken, in PEM
   * @param certConf the confirmation or rejection, unless none is wanted
   * @param objection why the certificate is being rejected
   */
  record Granted(
      StoredMessage response,
      StoredMessage certificates,
      Optional<StoredMessage> caPubs,
      Optional<StoredMessage> certConf,
      Optional<Objection> objection) {}

  /** A refusal of ours that waits for the peer to hear of it. */
  record Objection(String cause, String remedy) {}

  /**
   * Delayed delivery (RFC 9483 section 4.4).
   *
   * @param certReqId what the poll refers to
   * @param last the last answer, which the next pollReq follows
   * @param next when to ask again
   * @param pollReq the poll that was sent, or was about to be, and has no answer yet
   */
  record Polling(
      long certReqId, StoredMessage last, Appointment next, Optional<StoredMessage> pollReq) {}

  /** What is to be answered finally: the certConf, or before it the first message. */
  StoredMessage awaited() {
    return granted.flatMap(Granted::certConf).orElse(request);
  }

  /** What is to be sent, unless a poll has first to be made. */
  Optional<StoredMessage> outstanding() {
    return polling.isPresent() ? polling.get().pollReq() : Optional.of(awaited());
  }

  /** Answers whose certificates may be needed to verify later ones. */
  Stream<StoredMessage> responses() {
    return Stream.of(firstResponse, polling.map(Polling::last), granted.map(Granted::response))
        .flatMap(Optional::stream);
  }

  Transaction grant(Granted certificate) {
    return new Transaction(
        transactionID, request, Optional.of(certificate), firstResponse, Optional.empty());
  }

  Transaction waiting(long certReqId, StoredMessage response, Appointment next) {
    return new Transaction(
        transactionID,
        request,
        granted,
        firstResponse.or(() -> Optional.of(response)),
        Optional.of(new Polling(certReqId, response, next, Optional.empty())));
  }

  Transaction poll(Polling before, StoredMessage pollReq) {
    return new Transaction(
        transactionID,
        request,
        granted,
        firstResponse,
        Optional.of(
            new Polling(before.certReqId(), before.last(), before.next(), Optional.of(pollReq))));
  }

  /** The messages that must be kept. */
  List<StoredMessage> messages() {
    var ofGrant =
        granted.stream()
            .flatMap(
                one ->
                    Stream.of(
                            Optional.of(one.response()),
                            Optional.of(one.certificates()),
                            one.caPubs(),
                            one.certConf())
                        .flatMap(Optional::stream));
    var ofPolling =
        polling.stream()
            .flatMap(one -> Stream.concat(Stream.of(one.last()), one.pollReq().stream()));
    return Stream.of(Stream.of(request), ofGrant, firstResponse.stream(), ofPolling)
        .flatMap(all -> all)
        .toList();
  }
}
