package dev.brski.authority.ledger;

import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate that was issued to a device, with what it was issued on.
 *
 * @param device whose it is
 * @param registrar who approved the request
 * @param signer the certificate that the device signed the request with
 * @param request the device's message, exact octets
 * @param nested the registrar's message around it, exact octets
 * @param response our answer, exact octets
 * @param certificate what was issued
 * @param issued when
 * @param stage where the enrollment stands
 */
public record Issuance(
    Device device,
    Registrar registrar,
    X509Certificate signer,
    byte[] request,
    byte[] nested,
    byte[] response,
    X509Certificate certificate,
    Instant issued,
    Stage stage) {

  /** Copies the octets in. */
  public Issuance {
    request = request.clone();
    nested = nested.clone();
    response = response.clone();
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  @Override
  public byte[] nested() {
    return nested.clone();
  }

  @Override
  public byte[] response() {
    return response.clone();
  }
}
