package dev.brski.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, read to its end and within the limits of its route.
 *
 * @param method the method, in upper case
 * @param path the path, decoded, without query
 * @param query the parameters of the query
 * @param headers the fields, names in lower case; a field sent twice is joined by a comma
 * @param body the content, empty if there was none
 * @param peerChain the certificates the peer authenticated its TLS connection with, its own first;
 *     the peer has proved the key of the first and nothing else; empty if it sent none
 * @param localChain the certificates that this connection presented to the peer, ours first
 * @param peerAddress the IP address the connection comes from; empty on a control socket
 * @param connection an id that all requests on one connection share and no other connection has
 */
public record Request(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body,
    List<X509Certificate> peerChain,
    List<X509Certificate> localChain,
    String peerAddress,
    String connection) {

  /** Copies what could change. */
  public Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    body = body.clone();
    peerChain = List.copyOf(peerChain);
    localChain = List.copyOf(localChain);
  }

  /** The content. */
  @Override
  public byte[] body() {
    return body.clone();
  }

  /** The value of a field, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The media type of the content, in lower case, without parameters. */
  public Optional<String> mediaType() {
    return MediaType.of(header("content-type"));
  }

  /** Whether the peer takes an answer of this media type (RFC 9110 section 12.5.1). */
  public boolean accepts(String mediaType) {
    return MediaType.accepted(header("accept"), mediaType);
  }

  /** The certificate whose key the peer has proved, if it sent one. */
  public Optional<X509Certificate> peer() {
    return peerChain.stream().findFirst();
  }
}
