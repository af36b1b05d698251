package dev.brski.authority.ledger;

/**
 * The messages that a certificate came of, exact octets.
 *
 * @param request the device's
 * @param nested the registrar's around it
 * @param response the authority's answer
 */
public record Exchange(byte[] request, byte[] nested, byte[] response) {

  /** Copies the octets in. */
  public Exchange {
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
