package dev.brski.authority.ledger;

import java.util.Optional;

/**
 * The messages that a certificate came of, exact octets.
 *
 * @param request the one that asks: the device's, or that of a registrar that answers for it
 * @param nested the registrar's around the device's, where there is one
 * @param response the authority's answer
 */
public record Exchange(byte[] request, Optional<byte[]> nested, byte[] response) {

  /** Copies the octets in. */
  public Exchange {
    request = request.clone();
    nested = nested.map(byte[]::clone);
    response = response.clone();
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  @Override
  public Optional<byte[]> nested() {
    return nested.map(byte[]::clone);
  }

  @Override
  public byte[] response() {
    return response.clone();
  }
}
