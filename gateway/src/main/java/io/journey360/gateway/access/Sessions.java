package io.journey360.gateway.access;

import io.journey360.gateway.access.AccessSettings.ApiKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Sessions of browsers, which cannot send a key with an EventSource. A session is a signed cookie and nothing on the
 * server: the name of the key, when it ends, and a signature; a key taken out of the settings ends its sessions.
 */
final class Sessions {

    static final Duration LENGTH = Duration.ofHours(8);

    private static final String COOKIE = "journey-session";

    private final List<ApiKey> keys;
    private final Clock clock;
    private final SecretKeySpec secret;

    Sessions(AccessSettings settings, Clock clock) {
        this.keys = settings.apiKeys();
        this.clock = clock;
        this.secret = new SecretKeySpec(secret(settings.sessionSecret()), "HmacSHA256");
    }

    private static byte[] secret(@Nullable String given) {
        if (given != null) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    ResponseCookie begin(Caller caller, boolean secure) {
        var claim = encode(caller.name()) + "." + clock.instant().plus(LENGTH).getEpochSecond();
        return cookie(claim + "." + signature(claim), LENGTH, secure);
    }

    ResponseCookie end(boolean secure) {
        return cookie("", Duration.ZERO, secure);
    }

    private static ResponseCookie cookie(String value, Duration age, boolean secure) {
        return ResponseCookie.from(COOKIE, value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .maxAge(age)
                .build();
    }

    @Nullable Caller caller(ServerHttpRequest request) {
        var cookie = request.getCookies().getFirst(COOKIE);
        if (cookie == null) {
            return null;
        }
        var parts = cookie.getValue().split("\\.", -1);
        if (parts.length != 3 || !parts[1].matches("[0-9]{1,12}")) {
            return null;
        }
        var expected = signature(parts[0] + "." + parts[1]);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII), parts[2].getBytes(StandardCharsets.US_ASCII))) {
            return null;
        }
        if (!Instant.ofEpochSecond(Long.parseLong(parts[1])).isAfter(clock.instant())) {
            return null;
        }
        return keys.stream()
                .filter(key -> encode(key.name()).equals(parts[0]))
                .findFirst()
                .map(key -> new Caller(key.name(), key.roles(), key.sources()))
                .orElse(null);
    }

    private String signature(String claim) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return encode(mac.doFinal(claim.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
