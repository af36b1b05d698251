package dev.brski.registrar.audit;

import dev.brski.registrar.admission.MasaPlace;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Outcome;
import dev.brski.registrar.carrier.Packing;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks a MASA for an audit log with the registrar's voucher-request as it was sent before (RFC 8995
 * section 5.8). A MASA that prepares the log elsewhere is followed once, and only to another path
 * of itself.
 *
 * @param parcel holds that request
 * @param masa where it is asked
 */
public record AuditLogLoad(Parcel parcel, MasaPlace masa) implements Packing.Load {

  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int HTTPS = 443;

  @Override
  public Call call() {
    return Call.post(
        masa.requestAuditLog(), MediaTypes.VOUCHER_CMS_JSON, parcel.content(), MediaTypes.JSON);
  }

  @Override
  public Optional<Call> further(Answer answer) {
    return answer.status() == CREATED
        ? answer.location().flatMap(this::pathOf).map(path -> Call.get(path, MediaTypes.JSON))
        : Optional.empty();
  }

  @Override
  public List<Outcome> unpack(Answer answer) {
    return List.of(new Outcome.Delivered(answer));
  }

  /**
   * A MASA that stumbles over a log is not away: vouchers are asked for all the same. A log that is
   * too large has come, and cannot be read.
   */
  @Override
  public Outcome failed(PeerFailure failure) {
    var reason = String.valueOf(failure.getMessage());
    if (failure.oversize()) {
      return new Outcome.Delivered(
          new Answer(failure.peer(), OK, "", new byte[0], reason, Optional.empty()));
    }
    return failure.nothingSent()
        ? new Outcome.Away(reason, Optional.empty())
        : new Outcome.Failed(reason);
  }

  /** The path and query of a location at this very MASA. */
  private Optional<String> pathOf(String location) {
    try {
      var uri = URI.create("https://" + masa.address() + masa.requestAuditLog()).resolve(location);
      var path = uri.getRawPath();
      return isMasa(uri) && path != null && path.startsWith("/")
          ? Optional.of(path + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()))
              .filter(text -> text.matches("/[!-~]*"))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean isMasa(URI uri) {
    var host = uri.getHost();
    return "https".equalsIgnoreCase(uri.getScheme())
        && uri.getRawUserInfo() == null
        && host != null
        && bare(host).equals(bare(masa.address().host()))
        && (uri.getPort() < 0 ? HTTPS : uri.getPort()) == masa.address().port();
  }

  private static String bare(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
