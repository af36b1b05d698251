package dev.brski.voucher.check;

import dev.brski.trust.Certificates;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Tolerance;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A registrar's voucher-request in which everything agrees: registrar, pledge and device.
 *
 * @param request the registrar's request
 * @param chain the certificate that signed it first, then each one's issuer as far as included
 * @param prior the pledge's request inside it
 * @param idevid the certificate that signed the pledge's request, of a known manufacturer
 */
public record ConsistentRequest(
    Signed<RegistrarVoucherRequest> request,
    List<X509Certificate> chain,
    Signed<PledgeVoucherRequest> prior,
    X509Certificate idevid) {

  /** Makes the chain immutable. */
  public ConsistentRequest {
    chain = List.copyOf(chain);
  }

  /** The certificate that signed the registrar's request. */
  public X509Certificate registrar() {
    return chain.getFirst();
  }

  /** The certificate farthest from the registrar's own (RFC 8995 section 5.5.2). */
  public X509Certificate topmost() {
    return chain.getLast();
  }

  /** The device's serial number as its IDevID certifies it. */
  public String serialNumber() {
    return Certificates.serialNumberAttribute(idevid).orElseThrow();
  }

  /** Every deviation accepted in either request. */
  public Set<Tolerance> tolerances() {
    var all = EnumSet.noneOf(Tolerance.class);
    all.addAll(request.tolerances());
    all.addAll(prior.tolerances());
    return all;
  }
}
