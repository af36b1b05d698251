package dev.brski.wire;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a program may connect to when a stranger's certificate says where: to hosts that its
 * operator has listed, at addresses that are found once and checked, all of them. An address that
 * leads back to this machine or to its own link is none of a name; the operator may list it as what
 * it is.
 */
public final class Egress {

  private static final int MOST_ADDRESSES = 16;

  /** Where clouds tell a machine its secrets, besides 169.254.169.254. */
  private static final Set<InetAddress> METADATA =
      Stream.of("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16")
          .map(InetAddress::ofLiteral)
          .collect(Collectors.toUnmodifiableSet());

  private final List<PermittedHost> hosts;
  private final int usualPort;
  private final String setting;
  private final NameResolver resolver;
  private final Duration patience;

  /**
   * @param hosts those that the operator has listed
   * @param usualPort the port that is meant where none is listed
   * @param setting where they are listed, for messages
   * @param patience how long finding addresses may take
   */
  public Egress(
      List<PermittedHost> hosts,
      int usualPort,
      String setting,
      NameResolver resolver,
      Duration patience) {
    this.hosts = List.copyOf(hosts);
    this.usualPort = usualPort;
    this.setting = setting;
    this.resolver = resolver;
    this.patience = patience;
  }

  /** What of the list lets a place be connected to; no address is looked for. */
  public Verdict<PermittedHost> listed(HostPort place) {
    return hosts.stream()
        .filter(host -> host.covers(place, usualPort))
        .findFirst()
        .map(Verdict::accepted)
        .orElseGet(
            () ->
                Verdict.refused(
                    EgressCheck.HOST,
                    place + " is not listed",
                    "Add it to " + setting + " if it may be connected to"));
  }

  /** The addresses at which a place may be connected to; nothing is connected to. */
  public Verdict<CheckedPlace> check(HostPort place) {
    return listed(place).flatMap(_ -> addresses(place));
  }

  private Verdict<CheckedPlace> addresses(HostPort place) {
    return PermittedHost.literal(place.host())
        .map(address -> Verdict.accepted(new CheckedPlace(place, List.of(address))))
        .orElseGet(() -> found(place));
  }

  private Verdict<CheckedPlace> found(HostPort place) {
    try {
      return checked(place, Lookup.of(resolver, place.host(), patience));
    } catch (ExecutionException e) {
      return Verdict.refused(unknown(place, "no address is known for it"));
    } catch (TimeoutException e) {
      return Verdict.refused(
          unknown(place, "its address was not found within " + patience.toMillis() + " ms"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.refused(unknown(place, "looking for its address was interrupted"));
    }
  }

  private static Refusal unknown(HostPort place, String why) {
    return Refusal.of(
        EgressCheck.NAME, place + ": " + why, "Check the name, and what resolves it here");
  }

  private Verdict<CheckedPlace> checked(HostPort place, List<InetAddress> addresses) {
    var few = addresses.stream().limit(MOST_ADDRESSES).toList();
    if (few.isEmpty()) {
      return Verdict.refused(unknown(place, "it has no address"));
    }
    var barred =
        few.stream()
            .filter(Egress::isBarred)
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
    return barred.isEmpty()
        ? Verdict.accepted(new CheckedPlace(place, few))
        : Verdict.refused(
            EgressCheck.ADDRESS,
            place + " has the address " + barred + ", which no name may have here",
            "Correct the name, or list that address itself in " + setting);
  }

  private static boolean isBarred(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address)
        || isOwn(address)
        || switch (address) {
          case Inet4Address four -> isNobody(four.getAddress());
          case Inet6Address six ->
              isUncertain(six) || inside(six).filter(Egress::isBarred).isPresent();
          default -> true;
        };
  }

  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException _) {
      return true;
    }
  }

  /**
   * What may lead anywhere: site-local (RFC 3879), Teredo (RFC 4380), translated without a state
   * (RFC 7915), or by a prefix of the network's own (RFC 8215).
   */
  private static boolean isUncertain(Inet6Address address) {
    var octets = address.getAddress();
    return address.isSiteLocalAddress()
        || startsWith(octets, 0x20, 0x01, 0, 0)
        || startsWith(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0)
        || startsWith(octets, 0, 0x64, 0xff, 0x9b, 0, 0x01);
  }

  /** The networks 0.0.0.0/8 and 240.0.0.0/4 (RFC 6890). */
  private static boolean isNobody(byte[] four) {
    return four[0] == 0 || (four[0] & 0xf0) == 0xf0;
  }

  /**
   * The IPv4 address that an IPv6 one stands for: mapped or compatible (RFC 4291 section 2.5.5),
   * translated (RFC 6052 section 2.1), or of 6to4 (RFC 3056 section 2).
   */
  private static Optional<InetAddress> inside(Inet6Address address) {
    var octets = address.getAddress();
    if (startsWith(octets, 0x20, 0x02)) {
      return four(octets, 2);
    }
    boolean wrapped =
        startsWith(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)
            || startsWith(octets, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            || startsWith(octets, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
    return wrapped ? four(octets, 12) : Optional.empty();
  }

  private static boolean startsWith(byte[] octets, int... first) {
    for (int i = 0; i < first.length; i++) {
      if ((octets[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InetAddress> four(byte[] octets, int from) {
    try {
      return Optional.of(InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + 4)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
